"""Releases for strangers: ``release.json`` of a publication, and the comparison of a public site with one."""

from __future__ import annotations

import json
from pathlib import Path

from plugins.cli.targets.running import print_message
from plugins.publishing.messages import message, publish_error
from plugins.publishing.publish import PublishResult
from plugins.publishing.release import SiteBuild
from plugins.release import check_release
from plugins.release.statement import write_statement
from plugins.system.signatures import SigningError, find_signer, signer_of


def require_signer(key: str | None) -> Path | None:
    """The file of a key, if there is one. Raises ``PublishError`` if this machine cannot sign with it."""
    if not key:
        return None
    path = Path(key).expanduser()
    if not path.is_file():
        raise publish_error("no_key", key=key)
    if not find_signer(path):
        raise publish_error("no_signer", signer=signer_of(path))
    return path


def save_statement(result: PublishResult, build: SiteBuild, address: str, key: Path | None, lang: str) -> int:
    """Write the statement of what was published, and say where it is; return the exit status."""
    try:
        path = write_statement(result.release, build, address, key)
    except SigningError as error:
        print_message(message("not_signed", key=key or "", why=error), lang)
        return 1
    print_message(message("statement", path=path), lang)
    return 0


def compare_site(statement: str) -> int:
    """Compare the public site with a ``release.json``, and print what differs; return the exit status.

    Raises ``PublishError`` if the file is none.
    """
    try:
        data = json.loads(Path(statement).read_bytes())
        texts = [data["address"], data["release"], data["stage"], data["commit"]]
        digests = [digest.partition(":")[0] for digest in data["files"].values()]
        is_valid = all(isinstance(value, str) for value in texts) and {*digests} <= {"sha256", "md5"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        is_valid = False
    if not is_valid:
        raise publish_error("no_statement", path=statement)
    return check_release.check_site(data, data["address"])
