"""From votes and marks to points: conversions, the parts of a rule, and the groups that are compared."""
