"""What pages show: typed views for templates."""
