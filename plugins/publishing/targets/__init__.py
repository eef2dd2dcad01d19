"""The kinds of targets: a bucket, a folder of this machine, a folder on another machine."""
