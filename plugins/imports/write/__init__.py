"""Writing drafts into the content without overwriting an editor's work."""
