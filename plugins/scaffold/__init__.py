"""New documents to begin with: a competition, an entry, an article, a unit."""
