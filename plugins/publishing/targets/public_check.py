"""The check of a bucket's public files after a publication: by the listing, and one by one where that says nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from functools import partial

from plugins.publishing.files import File, md5_of
from plugins.publishing.messages import publish_error
from plugins.publishing.s3.answers import ObjectInfo, normalize_etag
from plugins.publishing.s3.client import S3
from plugins.publishing.targets.parallel import run_all
from plugins.publishing.targets.target import Job, Lock

# the blob of an object, in its metadata; stores return it below a prefix of their own
CHECKSUM_SUFFIX = "meta-xunzhan-blob"
CHECKSUM_HEADER = f"x-amz-{CHECKSUM_SUFFIX}"
# between two listings, when one lags behind what was written
PAUSE_S = 0.5
# a page of a listing has a thousand, and takes as long as some single requests
ENTRIES_PER_REQUEST = 50


@dataclass(frozen=True)
class ObjectReply:
    """What a store says when it is asked for one object, which is never out of date: whether that is as it should be,
    and its size and ETag, if it exists."""

    is_right: bool
    size_and_etag: tuple[int, str] | None = None


@dataclass(frozen=True)
class PublicCheck:
    """Checks what is below ``prefix``. For the settings see ``Bucket``.

    ``former`` is the listing from which the job was made, under the same lock or right before it.
    """

    store: S3
    prefix: str
    has_own_checksums: bool
    listing_delay: float
    former: Mapping[str, ObjectInfo]

    def list_verified(self, job: Job, lock: Lock) -> Mapping[str, ObjectInfo]:
        """A listing in which all files of the release are right, and nothing is that the job removed.

        What is right but was listed wrongly until ``listing_delay`` was over is not in it. Raises ``PublishError``.
        """
        replies: dict[str, ObjectReply] = {}
        end = time.monotonic() + self.listing_delay
        listing = self._list_changes(job) if self._is_small(job) else self.store.list_objects(self.prefix)
        while True:
            doubtful = self._find_doubtful(job, listing)
            self._ask({path: file for path, file in doubtful.items() if path not in replies}, replies)
            wrong = sorted(path for path in doubtful if not replies[path].is_right)
            if wrong:
                raise publish_error("wrong_after", count=len(wrong), first=wrong[:5])
            late = {path for path in doubtful if replies[path].size_and_etag != _size_and_etag(listing.get(path))}
            if not late or time.monotonic() > end:
                return {path: info for path, info in listing.items() if path not in late}
            lock.remaining_seconds()
            time.sleep(PAUSE_S)
            listing = self.store.list_objects(self.prefix)

    def _is_small(self, job: Job) -> bool:
        """Whether it takes less to list what has changed than to list everything again."""
        return len(job.plan) * ENTRIES_PER_REQUEST < len(self.former)

    def _list_changes(self, job: Job) -> Mapping[str, ObjectInfo]:
        """The former listing with what has changed since as it is listed now."""
        listing = dict(self.former)

        def find(path: str) -> None:
            info = self.store.find_listed(self.prefix + path)
            if info:
                listing[path] = info
            else:
                listing.pop(path, None)

        actions = [partial(find, change.path) for change in job.plan]
        run_all(actions, self.store.config.workers, lambda *_: None)
        return listing

    def _find_doubtful(self, job: Job, listing: Mapping[str, ObjectInfo]) -> dict[str, File | None]:
        """The paths that are not listed as they should be; ``None`` for those that should not be."""
        doubtful: dict[str, File | None] = {
            change.path: None for change in job.plan if not change.file and change.path in listing
        }
        for path, file in job.release.files.items():
            info = listing.get(path)
            if info is None or info.size != file.size or not self._is_listed_right(file, info, job):
                doubtful[path] = file
        return doubtful

    def _is_listed_right(self, file: File, info: ObjectInfo, job: Job) -> bool:
        if info.etag == file.md5:
            return True
        return self.has_own_checksums and job.state.known_blob(file.path, info.etag, info.modified) == file.blob

    def _ask(self, paths: Mapping[str, File | None], replies: dict[str, ObjectReply]) -> None:
        def ask(path: str, file: File | None) -> None:
            replies[path] = self._ask_for(self.prefix + path, file)

        actions = [partial(ask, path, file) for path, file in paths.items()]
        run_all(actions, self.store.config.workers, lambda *_: None)

    def _ask_for(self, key: str, file: File | None) -> ObjectReply:
        headers = self.store.head(key)
        if headers is None:
            return ObjectReply(file is None)
        length, etag = headers.get("Content-Length", ""), normalize_etag(headers.get("ETag", ""))
        size = int(length) if length.isdecimal() else -1
        if file is None or size != file.size:
            return ObjectReply(False, (size, etag))
        return ObjectReply(etag == file.md5 or self._has_checksum(key, headers, file), (size, etag))

    def _has_checksum(self, key: str, headers: Message, file: File) -> bool:
        if not self.has_own_checksums:
            return False
        checksums = [value for name, value in headers.items() if name.lower().endswith(CHECKSUM_SUFFIX)]
        if checksums:
            return checksums == [file.blob]
        # written before the setting
        data = self.store.get(key)
        return data is not None and md5_of(data) == file.md5


def _size_and_etag(info: ObjectInfo | None) -> tuple[int, str] | None:
    return (info.size, info.etag) if info else None
