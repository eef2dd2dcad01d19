"""Files in the content: written whole or not at all, taken back, and on their way in."""
