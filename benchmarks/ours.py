"""One step of ours for the benchmark, as a process: endpoint, bucket, prefix and folder; ``back`` is a rollback."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from plugins.publishing.build_input import Built
from plugins.publishing.publish import Order, Rules, publish, rollback
from plugins.publishing.s3.client import S3, Place
from plugins.publishing.s3.signing import Credentials
from plugins.publishing.targets.bucket import Bucket, Keys


def main(endpoint: str, bucket: str, prefix: str, folder: Path) -> None:
    """Do it, and print how many requests and bytes it took."""
    keys = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    store = S3(Place(endpoint, bucket, "us-east-1", path_style=True), keys)
    target = Bucket(store, Keys(prefix, f"private/{prefix}"), 20, 30)
    rules, order = Rules("https://xunzhan.example/", rehearsal=True), Order("bench", datetime.now(UTC))
    if folder.name == "back":
        (first, *_) = target.records()
        store.requests = store.sent = 0
        rollback(target, first.release, rules, order)
    else:
        publish(target, Built(folder, "tour", ("tour",), hashed=("media/*",)), rules, order)
    print(store.requests, store.sent, file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:4], Path(sys.argv[4]))
