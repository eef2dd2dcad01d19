"""What was made once is kept under the hash of all it was made from, and not made again; safe to delete at any time."""
