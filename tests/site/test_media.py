"""Media that pages request: what is made, what comes from the cache, and the progress that is reported."""

from __future__ import annotations

from pathlib import Path

from plugins.content.model import MediaFile
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


PICTURE = MediaFile(Path("folder/a.PNG"), "0123456789abcdef" * 4, 1000, 500)
FILM = MediaFile(Path("folder/film.MP4"), "fedcba9876543210" * 4)


def test_files_have_paths_of_their_contents(tmp_path: Path) -> None:
    media = MediaCollector(tmp_path)
    assert media.path(FILM) == "media/fedcba987654.mp4"
    image = media.image_for(PICTURE)
    kinds = [source.mime for source in image.variants]
    assert (kinds, image.width * 500 == image.height * 1000) == (["image/avif", "image/webp"], True)
    assert media.requested == [FILM, PICTURE]
    assert media.paths[0] == "media/fedcba987654.mp4"
    assert {path for source in image.variants for path, _ in source.sizes} | {image.src} == {*media.paths[1:]}
    widths = [width for _, width in image.variants[0].sizes]
    assert (widths, image.width in widths) == (sorted(widths), True)


def test_drawn_picture_is_named_by_what_it_is_made_of(tmp_path: Path) -> None:
    media = MediaCollector(tmp_path)
    one, same, other = (media.add_generated("svg", inputs, bytes) for inputs in (("a", "b"), ("a", "b"), ("a", "c")))
    assert (one == same != other, len(one), one[:6], one[-4:]) == (True, len("media/.svg") + 16, "media/", ".svg")
    assert [file.path for file in media.generated.values()] == [one, other]


def test_requests_of_another_process_are_published_here(tmp_path: Path) -> None:
    first, second = MediaCollector(tmp_path), MediaCollector(tmp_path)
    first.path(FILM)
    first.image_for(PICTURE)
    first.add_generated("svg", ("a",), bytes)
    second.request(first.requested)
    assert (second.paths, second.generated) == (first.paths, first.generated)


def test_published_files_are_read_when_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_bytes(b"WEBVTT")
    media = MediaCollector(tmp_path)
    file = MediaFile(path, "0" * 64)
    media.path(file)
    (output,) = media.outputs()
    assert (output.path, output.source, output.key, output.data) == (
        "media/000000000000.vtt",
        file.name,
        "0" * 64,
        b"WEBVTT",
    )
