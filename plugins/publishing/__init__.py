"""Publishing a built site to a target: usable for visitors at every instant, and rolled back by one command."""
