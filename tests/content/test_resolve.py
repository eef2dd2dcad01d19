"""A film has the files that its record names."""

from __future__ import annotations

from pathlib import Path

from plugins.content.model import MediaFile
from plugins.content.resolve import _video
from plugins.content.schema.documents import VideoRecord
from plugins.content.schema.localized import TranslatedText

TEXT = TranslatedText("en", {"en": "rain"})
MEDIA = {name: MediaFile(Path(name), name) for name in ("a.png", "a.mp4", "a.vtt")}


def test_a_film_beside_its_text_has_captions_and_one_elsewhere_has_none() -> None:
    ours = _video(VideoRecord(TEXT, "a.png", TEXT, file="a.mp4", captions="a.vtt", duration="3:20"), MEDIA)
    assert (ours.poster, ours.file, ours.captions) == (MEDIA["a.png"], MEDIA["a.mp4"], MEDIA["a.vtt"])
    assert (ours.url, ours.duration) == (None, "3:20")
    theirs = _video(VideoRecord(TEXT, "a.png", TEXT, url="https://example.com/"), MEDIA)
    assert (theirs.file, theirs.captions, theirs.url) == (None, None, "https://example.com/")
