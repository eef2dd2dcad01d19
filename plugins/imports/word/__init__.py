"""Reader of Word files: what Word shows of them, as blocks and Markdown."""
