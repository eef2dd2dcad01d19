"""The parts of what a stage shows."""
