"""The rooms of the house; which may know which is written in docs/architecture.md and held by a test."""
