"""CDNs in front of a target: how each is purged, what it takes in one go, and in which format it takes headers.

Each vendor is one module of this package with one subclass of ``Cdn``. The module's name is the ``provider`` below
``purge:`` in ``publish.yaml``, the fields of the class are the other keys there. To add a vendor, add a module.
"""

from __future__ import annotations

import importlib
import json
import operator
import pkgutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from functools import cache, reduce
from typing import Annotated, Any, ClassVar
from urllib.parse import quote

import urllib3
from pydantic import ConfigDict, Discriminator, Field, Tag
from pydantic.dataclasses import dataclass

from plugins.publishing.files import public_url
from plugins.publishing.messages import Message, message
from plugins.publishing.s3.credentials import Credentials, load_credentials, redact
from plugins.publishing.target_state import AuditRecord
from plugins.publishing.yaml_config import PlainAddress
from plugins.system.network import open_pool

STRICT = ConfigDict(extra="forbid")
TIMEOUT_S = 30.0
# how many characters of an error are reported
MAX_ERROR_LENGTH = 300


@dataclass(frozen=True)
class PurgeRequest:
    """What a CDN must fetch again after a publication.

    ``urls`` are whole addresses. Where ``folders`` are given they replace ``urls``; ``base`` as one of them means
    everything.
    """

    release: str
    base: str
    urls: tuple[str, ...]
    folders: tuple[str, ...]


@dataclass(frozen=True)
class SignedRequest:
    """An HTTP request, ready to be sent."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)


@dataclass(frozen=True, config=STRICT, kw_only=True)
class Cdn:
    """The settings of a CDN. ``most_urls`` and ``most_folders`` replace the vendor's own limits of one purge."""

    VENDOR_MAX_URLS: ClassVar[int] = 100_000
    VENDOR_MAX_FOLDERS: ClassVar[int] = 0

    provider: str
    most_urls: Annotated[int, Field(ge=1)] | None = None
    most_folders: Annotated[int, Field(ge=0)] | None = None

    @property
    def max_urls(self) -> int:
        return self.most_urls or self.VENDOR_MAX_URLS

    @property
    def max_folders(self) -> int:
        return self.VENDOR_MAX_FOLDERS if self.most_folders is None else self.most_folders

    def purge(self, request: PurgeRequest, target: str) -> str:
        """Send a purge for the target of this name; return what went wrong, or ``""``.

        May raise ``OSError``, ``urllib3.exceptions.HTTPError`` or ``subprocess.TimeoutExpired``.
        """
        raise NotImplementedError

    @staticmethod
    def format_headers(headers: dict[str, str]) -> str:
        """The headers of a site as the vendor takes them; overridden where it has a format for that."""
        raise NotImplementedError


@dataclass(frozen=True, config=STRICT, kw_only=True)
class ApiCdn(Cdn):
    """A CDN that is purged by signed requests to an API. ``credentials`` is a file, see ``load_credentials``."""

    endpoint: PlainAddress
    credentials: str = ""

    def purge(self, request: PurgeRequest, target: str) -> str:
        keys = load_credentials(f"{target}-purge", self.credentials)
        with open_pool(self.endpoint, timeout=TIMEOUT_S, retries=False) as http:
            for signed in self.sign(request.urls, request.folders, keys):
                response = http.request(signed.method, signed.url, headers=dict(signed.headers), body=signed.body)
                if response.status >= 300 or b'"Error"' in response.data:
                    text = response.data[:MAX_ERROR_LENGTH].decode("utf-8", "replace")
                    return redact(f"{response.status} {text}", keys)
        return ""

    def sign(self, urls: Sequence[str], folders: Sequence[str], keys: Credentials) -> Iterator[SignedRequest]:
        """The requests that purge these URLs and folders, signed for now."""
        raise NotImplementedError


def to_json(data: object) -> str:
    """A configuration as text."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def make_purge_request(record: AuditRecord, address: str, cdn: Cdn) -> PurgeRequest:
    """What a publication has made stale: what it changed, removed or added (a 404 may be cached, too)."""
    paths = [path for path, _ in record.changes]
    # a page is also cached by the name of its file
    urls = tuple(sorted({url for path in paths for url in (address + quote(path), public_url(address, path))}))
    if len(urls) <= cdn.max_urls:
        return PurgeRequest(record.release, address, urls, ())
    folders = sorted({url.rpartition("/")[0] + "/" for url in urls})
    top = [folder for folder in folders if not any(folder != other and folder.startswith(other) for other in folders)]
    return PurgeRequest(record.release, address, (), tuple(top) if len(top) <= cdn.max_folders else (address,))


def send_purge(request: PurgeRequest, target: str, cdn: Cdn) -> Message | None:
    """Send a purge, and return a message if it failed. It is safe to repeat."""
    if not request.urls and not request.folders:
        return None
    try:
        failure = cdn.purge(request, target)
    except (urllib3.exceptions.HTTPError, OSError, subprocess.TimeoutExpired) as error:
        failure = type(error).__name__
    return message("purge_failed", by=cdn.provider, why=failure, target=target) if failure else None


def merge_records(records: Sequence[AuditRecord]) -> AuditRecord:
    """The last record with the changes of all, to repeat their purges in one."""
    return replace(records[-1], changes=tuple(sorted({change for record in records for change in record.changes})))


@cache
def vendors() -> dict[str, type[Cdn]]:
    """The classes of all vendors by provider, in alphabetical order."""
    vendor_classes: dict[str, type[Cdn]] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        for value in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, Cdn) and value not in {Cdn, ApiCdn}:
                vendor_classes[module.name] = value
    return vendor_classes


def header_formats() -> dict[str, Callable[[dict[str, str]], str]]:
    """The formats in which headers can be printed, by vendor."""
    return {
        name: vendor.format_headers
        for name, vendor in vendors().items()
        if vendor.format_headers is not Cdn.format_headers
    }


def any_vendor() -> Any:
    """The type of the ``purge`` key for pydantic: the settings of the vendor that ``provider`` names."""
    branches = (Annotated[vendor, Tag(name)] for name, vendor in vendors().items())
    choice = Discriminator(
        _provider,
        custom_error_type="unknown_provider",
        custom_error_message=f"provider must be one of: {', '.join(vendors())}",
    )
    return Annotated[reduce(operator.or_, branches), choice]


def _provider(settings: Any) -> Any:
    return settings.get("provider") if isinstance(settings, dict) else getattr(settings, "provider", None)
