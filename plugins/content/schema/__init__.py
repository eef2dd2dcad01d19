"""Schemas of the editors' files, as pydantic dataclasses."""
