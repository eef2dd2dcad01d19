"""Writing of drafts into the content, without overwriting changes that editors made."""
