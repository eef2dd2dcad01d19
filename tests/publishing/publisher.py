"""A publisher as a process of its own, to be killed or stopped."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.context import ForkProcess

from plugins.publishing.build_input import SiteBuild
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import PublishRequest, TargetPolicy, publish, rollback
from plugins.publishing.s3.client import S3
from plugins.publishing.targets.bucket import Bucket

POLICY = TargetPolicy("https://xunzhan.example/", wait=0)
REQUEST = PublishRequest("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC))
# what a process says of its end: how it was refused
ENDS = {
    "lock_lost": 10,
    "locked": 11,
    "out_of_reach": 12,
    "refused": 13,
    "credentials_expired": 14,
    "credentials_wrong": 15,
    "no_bucket": 16,
}


def through(target: Bucket, address: str, workers: int = 8) -> Bucket:
    """The same target, asked through a proxy."""
    place = replace(target.store.config, endpoint=address, workers=workers)
    return replace(target, store=S3(place, target.store.credentials))


def start_publisher(target: Bucket, job: SiteBuild | str, policy: TargetPolicy = POLICY) -> ForkProcess:
    """Begin to publish a build, or to roll back to a release. The store is opened in the child: no thread is forked."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_run, args=(target, job, policy))
    process.start()
    return process


def _run(target: Bucket, job: SiteBuild | str, policy: TargetPolicy) -> None:
    fresh = through(target, target.store.config.endpoint, target.store.config.workers)
    try:
        if isinstance(job, SiteBuild):
            publish(fresh, job, policy, REQUEST)
        else:
            rollback(fresh, job, policy, REQUEST)
    except PublishError as caught:
        os._exit(ENDS.get(caught.messages[0].code, 20))
    except BaseException:
        os._exit(30)
    os._exit(0)
