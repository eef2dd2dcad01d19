"""The request and policy of the tests, and a publisher in another process, to be killed or suspended."""

from __future__ import annotations

import multiprocessing
import os
from datetime import UTC, datetime
from multiprocessing.context import ForkProcess

from plugins.publishing.messages import PublishError
from plugins.publishing.publish import PublishRequest, TargetPolicy, publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.targets.bucket import Bucket
from tests.publishing.buckets import through

POLICY = TargetPolicy("https://xunzhan.example/", wait=0)
REQUEST = PublishRequest("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC))
# the exit status of a process whose publication failed, by the code of the message
EXIT_STATUSES = {
    "lock_lost": 10,
    "locked": 11,
    "out_of_reach": 12,
    "refused": 13,
    "credentials_expired": 14,
    "credentials_wrong": 15,
    "no_bucket": 16,
}


def start_publisher(target: Bucket, job: SiteBuild | str, policy: TargetPolicy = POLICY) -> ForkProcess:
    """Publish a build or roll back to a release in a process, which opens the store itself: no thread is forked."""
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
        os._exit(EXIT_STATUSES.get(caught.messages[0].code, 20))
    except BaseException:
        os._exit(30)
    os._exit(0)
