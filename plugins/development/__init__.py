"""What only developers need: locks, and the programs that the tests try."""
