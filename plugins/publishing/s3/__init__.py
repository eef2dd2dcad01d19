"""A small S3 client whose requests expire after seconds."""
