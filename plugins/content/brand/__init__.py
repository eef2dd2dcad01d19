"""The look of a contest: its colours, computed and checked for contrast, its emblem, its ornament and its words."""
