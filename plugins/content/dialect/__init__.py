"""Markdown as the editors may write it; docs/decisions/040-markdown-dialect.md lists all of it."""
