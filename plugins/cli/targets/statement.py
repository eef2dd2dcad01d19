"""Releases for strangers: ``release.json`` of a site and of a publication, and comparing a site with one."""

from __future__ import annotations

from pathlib import Path

from plugins.cli.targets.running import print_message
from plugins.publishing.messages import message, publish_error
from plugins.publishing.publish import PublishResult
from plugins.publishing.release import SiteBuild
from plugins.release import check_release
from plugins.release.statement import sign_site, write_statement
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


def sign_public_statements(build: SiteBuild, key: Path | None) -> None:
    """Sign the statements that will be public, if there is a key. Raises ``PublishError`` if that fails."""
    if key:
        try:
            sign_site(build, key)
        except SigningError as error:
            raise publish_error("not_signed", key=key, why=error) from None


def save_statement(result: PublishResult, build: SiteBuild, address: str, key: Path | None, lang: str) -> int:
    """Write the statement of what was published, and say where it is; return the exit status."""
    try:
        path = write_statement(result.release, build, address, key)
    except SigningError as error:
        print_message(message("not_signed", key=key, why=error), lang)
        return 1
    print_message(message("statement", path=path), lang)
    return 0


def compare_site(statement: str) -> int:
    """Compare the public site with a ``release.json``, a file or its address, print what differs; return the status.

    Raises ``PublishError`` if it is none.
    """
    try:
        data, address = check_release.load_statement(statement)
    except check_release.INVALID:
        raise publish_error("no_statement", path=statement) from None
    return check_release.check_site(data, address)
