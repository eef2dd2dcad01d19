"""Writes the content with made-up results, so that a later stage can be rehearsed before there are any."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

from plugins.embargo.counterfactual import write_plain
from plugins.embargo.raw_stages import RawStage, read_raw_stage
from plugins.system.file_names import ignore_system_files

NOTICE = {"objections": "演练：这里写向谁、怎样反映。"}
CERTIFICATES = {"issued": "2000-01-01"}


def write_content_with_fake_results(content: Path, stage: str | None, folder: Path) -> Path:
    """Write the content with made-up results into this folder, which must not exist, and return the folder."""
    raw = read_raw_stage(content, stage)
    # without the permissions of the originals, which may be read-only
    shutil.copytree(content, folder, ignore=ignore_system_files, copy_function=shutil.copyfile)
    finalists = tuple(path.parent.name for path in sorted((content / "entries").glob("*/index.md")))
    for results, shortlist in zip(raw.result_folders(folder), raw.shortlists, strict=True):
        results.mkdir(parents=True, exist_ok=True)
        # who is not known yet to have gone on from a round is in the next as well
        finalists = shortlist or finalists
        for path in results.glob("*"):
            if path.name != "shortlist.yaml":
                path.unlink()
        write_plain(results / "shortlist.yaml", {"shortlist": list(finalists)})
    write_plain(results / "awards.yaml", _draw_awards(raw, finalists))
    write_plain(results / "notice.yaml", NOTICE)
    write_plain(results / "certificates.yaml", CERTIFICATES)
    if raw.result_rule:
        # special awards need a tally, which a rehearsal does not have
        config = {key: value for key, value in raw.config.items() if key != "result_rule"}
        if "rounds" in config:
            config["rounds"] = [{key: part[key] for key in part if key != "result_rule"} for part in raw.rounds]
        write_plain(folder / "competition.yaml", config)
    return folder


def _draw_awards(raw: RawStage, finalists: tuple[str, ...]) -> dict[str, Any]:
    """Draw winners with a fixed seed; the draw does not depend on votes or scores."""
    remaining = list(finalists)
    random.Random(f"rehearsal {raw.config['id']}").shuffle(remaining)
    awards = {}
    for level in raw.config["award_levels"]:
        size = int(level["size"])
        awards[level["id"]], remaining = remaining[:size], remaining[size:]
    return {"awards": awards}
