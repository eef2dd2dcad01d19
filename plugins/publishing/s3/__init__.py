"""A small S3 client whose requests are signed for a limited time."""
