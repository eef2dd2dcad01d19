"""The part of ``tally`` that writes the notary's pack."""

from __future__ import annotations

from pathlib import Path

from plugins.cli.console import fail
from plugins.content.report import display_path
from plugins.notary.messages import say
from plugins.notary.pack import SigningError, find_signer, write_pack
from plugins.results.result import TallyResult
from plugins.system.file_names import list_folder


def pack_result(content: Path, result: TallyResult, folder: Path, key: str | None, lang: str) -> int:
    """Write the pack of a result into a new folder, signed if there is a key; return the exit status."""
    if list_folder(folder):
        return fail(say("pack_in_use", lang, path=display_path(folder)))
    if key and not find_signer():
        return fail(say("pack_no_signer", lang))
    try:
        write_pack(content, result, folder, Path(key) if key else None)
    except SigningError as error:
        return fail(say("pack_not_signed", lang, key=key, reason=error))
    print(say("pack_written", lang, path=display_path(folder)))
    if key:
        print(say("pack_signed", lang))
    return 0
