"""Pictures of the site as a browser shows it."""
