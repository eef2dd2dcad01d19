"""Publish or roll back once, as a subprocess of the benchmark: endpoint, bucket, prefix, and a folder or ``back``."""

from __future__ import annotations

import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from plugins.publishing.publish import PublishRequest, TargetPolicy, publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.s3.credentials import Credentials
from plugins.publishing.targets.bucket import Bucket, BucketLayout


def main(endpoint: str, bucket: str, prefix: str, folder: Path) -> None:
    """Publish or roll back, and print the number of requests, bytes sent, and the most memory that was used, in MB."""
    keys = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    store = S3(BucketConfig(endpoint, bucket, "us-east-1", path_style=True), keys)
    target = Bucket(store, BucketLayout(prefix, f"private/{prefix}"), 20, 30)
    rules, order = TargetPolicy("https://xunzhan.example/", rehearsal=True), PublishRequest("bench", datetime.now(UTC))
    if folder.name == "back":
        (first, *_) = target.load_records()
        store.requests = store.bytes_sent = 0
        rollback(target, first.release, rules, order)
    else:
        publish(target, SiteBuild(folder, "tour", ("tour",), hashed=("media/*",)), rules, order)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    print(store.requests, store.bytes_sent, memory, file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:4], Path(sys.argv[4]))
