"""The certificates and the catalogue of entries as PDF."""
