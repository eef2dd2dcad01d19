"""A publisher as a process of its own, to be killed or stopped."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.context import ForkProcess

from plugins.publishing.build_input import Built
from plugins.publishing.messages import Stopped
from plugins.publishing.publish import Order, Rules, publish, rollback
from plugins.publishing.s3.client import S3
from plugins.publishing.targets.bucket import Bucket

RULES = Rules("https://xunzhan.example/", wait=0)
ORDER = Order("Mu Mu", datetime(2026, 11, 23, 9, tzinfo=UTC))
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
    place = replace(target.store.place, endpoint=address, workers=workers)
    return replace(target, store=S3(place, target.store.credentials))


def started(target: Bucket, work: Built | str, rules: Rules = RULES) -> ForkProcess:
    """Begin to publish a build, or to roll back to a release. The store is opened in the child: no thread is forked."""
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_work, args=(target, work, rules))
    process.start()
    return process


def _work(target: Bucket, work: Built | str, rules: Rules) -> None:
    fresh = through(target, target.store.place.endpoint, target.store.place.workers)
    try:
        if isinstance(work, Built):
            publish(fresh, work, rules, ORDER)
        else:
            rollback(fresh, work, rules, ORDER)
    except Stopped as stopped:
        os._exit(ENDS.get(stopped.notes[0].code, 20))
    except BaseException:
        os._exit(30)
    os._exit(0)
