"""Vote providers and ballots: what a page needs to offer one, and a real poll service to try it with."""
