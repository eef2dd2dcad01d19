"""Tables as offices keep them: read without running anything in them, written so that nothing in them runs."""
