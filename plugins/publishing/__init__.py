"""Publishing: a built folder to a place the public reads, safe at every instant, and one command back."""
