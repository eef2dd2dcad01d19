"""Xunzhan: from the editors' content to a published exhibition. docs/dev/overview.md has the picture."""
