"""Media that pages request: what is made, what comes from the cache, and the progress that is reported."""

from __future__ import annotations

from pathlib import Path

from plugins.site.files.media import MediaCollector


def test_only_pictures_that_are_not_cached_are_drawn_and_counted(tmp_path: Path) -> None:
    drawn: list[str] = []

    def build(*names: str) -> tuple[list[bytes], list[tuple[int, int]]]:
        media, steps = MediaCollector(tmp_path), list[tuple[int, int]]()
        for name in names:
            media.add_generated("png", (name,), lambda name=name: drawn.append(name) or name.encode())
        outputs = media.outputs(lambda done, total: steps.append((done, total)))
        return sorted(output.data for output in outputs), steps

    assert build("card") == ([b"card"], [(1, 1)])
    assert build("card", "code", "poster") == ([b"card", b"code", b"poster"], [(1, 2), (2, 2)])
    assert build("card", "code", "poster") == ([b"card", b"code", b"poster"], [])
    assert sorted(drawn) == ["card", "code", "poster"]
