"""What a target needs over the years: files of others that stay, and a state that can be made anew."""
