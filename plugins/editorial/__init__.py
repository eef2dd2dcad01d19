"""The editors' commands: check, preview, schemas, placeholder pictures."""
