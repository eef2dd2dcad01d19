"""Import of the units' submission forms, and export of entries as a table."""
