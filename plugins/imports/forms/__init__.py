"""Reading submission forms: Word files and tables."""
