"""Lists of ids in a text file of their own, such as the votes that a notary found to be cast by machines."""

from __future__ import annotations

from pathlib import Path

from plugins.content.parsing.files import regular_file
from plugins.content.problems import ContentError, problem

# ten million ids; more than that is not a list of exceptions
MAX_LIST_BYTES = 200_000_000


def read_list(content: Path, file: str, referenced_in: str, line: int) -> list[str]:
    """Read the lines of a UTF-8 text that are not blank, without blanks around them.

    Raises ``ContentError``; a missing file is reported at ``line`` of ``referenced_in``, which names it.
    """
    path = regular_file(content, file, referenced_in, line)
    if path.stat().st_size > MAX_LIST_BYTES:
        raise ContentError(problem(referenced_in, line, "table_too_large", name=file))
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(problem(file, data.count(b"\n", 0, error.start) + 1, "not_utf8")) from None
    return [line.strip() for line in text.split("\n") if line.strip()]
