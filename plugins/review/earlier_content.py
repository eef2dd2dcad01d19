"""The content as it was in a revision of its git repository."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from plugins.review.messages import say
from plugins.system.messages import UserError


class RevisionError(UserError):
    """A revision cannot be read; ``code`` is that of the message that says why."""

    def __init__(self, code: str, revision: str) -> None:
        super().__init__(code, revision)
        self.code, self.revision = code, revision

    def text(self, lang: str) -> str:
        """What is wrong and what to do."""
        return say(self.code, lang, revision=self.revision)


def write_earlier_content(content: Path, revision: str, folder: Path) -> None:
    """Write the content as of a revision, such as ``HEAD`` or ``origin/main``, to a folder that is new.

    Raises ``RevisionError`` if there is no git, no repository, no such revision, or no content in it.
    """
    # named in full first: what begins with a hyphen would be an option of git archive
    name = _git(content, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    # of the folder it runs in
    packed = _git(content, revision, "archive", "--format=zip", name.decode().strip())
    with ZipFile(BytesIO(packed)) as archive:
        # a symbolic link becomes a file with its target's name, which no content refers to
        archive.extractall(folder)


def _git(content: Path, revision: str, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=content, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise RevisionError("review_no_git", revision) from error
    if done.returncode:
        raise RevisionError("review_no_revision", revision)
    return done.stdout
