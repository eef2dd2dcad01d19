"""The proof that a build shows nothing early: what is hidden is searched for, then changed, and nothing may move."""
