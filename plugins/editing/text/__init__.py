"""Texts of files: what changes in them, and the bytes of everything else."""
