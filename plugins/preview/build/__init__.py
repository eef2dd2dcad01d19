"""Building stages for the preview in a worker process."""
