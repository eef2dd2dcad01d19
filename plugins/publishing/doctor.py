"""Checks that a target supports everything publishing needs: rights, clock, conditional writes, copies and the CDN."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import urllib3

from plugins.publishing.config import TargetSettings, store_profiles
from plugins.publishing.messages import Message, PublishError, message
from plugins.publishing.targets.bucket import Bucket
from plugins.publishing.targets.bucket_probes import BucketProbes, Probe
from plugins.publishing.targets.pages import Pages
from plugins.publishing.targets.target import Target
from plugins.system.network import open_pool

TIMEOUT_S = 10


@dataclass(frozen=True)
class CheckResult:
    """A check and what is wrong, if anything."""

    check: Message
    problem: Message | None

    def text(self, lang: str) -> str:
        """A line with a mark that says whether the check passed."""
        if self.problem is None:
            return message("doctor_good", what=self.check.text(lang)).text(lang)
        return message("doctor_bad", what=self.check.text(lang), why=self.problem.text(lang)).text(lang)


def run_doctor(target: Target, settings: TargetSettings) -> list[CheckResult]:
    """Run all checks of a target; the files that they write are removed again."""
    return [_run_probe(code, probe) for code, probe in (*_target_probes(target), *_cdn_probes(target, settings))]


def _target_probes(target: Target) -> Iterator[tuple[str, Probe]]:
    if isinstance(target, Bucket):
        return _bucket_probes(target)
    return _branch_probes(target) if isinstance(target, Pages) else _folder_probes(target)


def _run_probe(code: str, probe: Probe) -> CheckResult:
    try:
        problem = probe()
    except PublishError as error:
        problem = error.messages[0]
    except (OSError, urllib3.exceptions.HTTPError) as error:
        problem = message("probe_error", error=type(error).__name__)
    return CheckResult(message(f"check_{code}"), problem)


def _folder_probes(target: Target) -> Iterator[tuple[str, Probe]]:
    yield "state", lambda: _probe_state(target)
    yield "lock", lambda: _probe_lock(target)


def _branch_probes(target: Pages) -> Iterator[tuple[str, Probe]]:
    yield "state", lambda: _probe_state(target)
    yield "push", target.git.check_push


def _probe_state(target: Target) -> None:
    target.load_state()


def _probe_lock(target: Target) -> None:
    with target.lock("doctor", 0, lambda _: None):
        pass


def _bucket_probes(target: Bucket) -> Iterator[tuple[str, Probe]]:
    is_path_style = target.store.config.path_style
    profiles = {name: profile for name, profile in store_profiles().items() if profile.path_style is is_path_style}
    probes = BucketProbes(target, {name: profile.create_only for name, profile in profiles.items()})
    for code, probe in probes.all():
        yield code, probe
        if code == "write":
            yield "private", lambda: _probe_private(target.store.public_url(probes.key), "probe_public_read")
    yield "lock", lambda: _probe_lock(target)


def _cdn_probes(target: Target, settings: TargetSettings) -> Iterator[tuple[str, Probe]]:
    yield "address", lambda: _probe_address(settings.address)
    if isinstance(target, Bucket):
        state_url = f"{settings.address}../{target.layout.private}state.json.gz"
        yield "cdn_private", lambda: _probe_private(state_url, "probe_cdn_public_read")


def _probe_address(address: str) -> Message | None:
    response = _fetch(address)
    if response.status == 200 and not response.headers.get("Cache-Control"):
        return message("probe_no_cache_control")
    return None if response.status in {200, 403, 404} else message("probe_status", status=response.status)


def _probe_private(url: str, code: str) -> Message | None:
    return message(code) if _fetch(url).status == 200 else None


def _fetch(url: str) -> urllib3.BaseHTTPResponse:
    with open_pool(url, retries=False, timeout=TIMEOUT_S) as http:
        return http.request("GET", url)
