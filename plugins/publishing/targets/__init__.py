"""The places that can be published to: a bucket, a folder here, a folder on another machine."""
