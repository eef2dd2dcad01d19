"""Voting: the services that take the votes, and what a page needs to bring a citizen to them."""
