"""The parts of which the views of several kinds of page consist."""
