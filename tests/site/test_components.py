"""Pictures as pages load them: which sizes are offered, and which one is fetched ahead."""

from __future__ import annotations

import pytest

from plugins.site.views.components import ImageSource, ResponsiveImage


def _image(*widths: int) -> ResponsiveImage:
    """A picture in these widths, whose file for all browsers has the second one if there are several."""
    width = widths[min(1, len(widths) - 1)]
    source = ImageSource("image/avif", tuple((f"{width}.avif", width) for width in widths))
    return ResponsiveImage(f"{width}.jpg", width, 300, (source,))


@pytest.mark.parametrize(
    ("image", "url"),
    [
        (_image(360, 720, 1200), "720.avif"),
        (_image(360, 720), "720.avif"),
        (_image(200), "200.avif"),
        (ResponsiveImage("200.jpg", 200, 150), "200.jpg"),
    ],
)
def test_the_middle_size_of_the_best_format_is_fetched_ahead(image: ResponsiveImage, url: str) -> None:
    assert image.preload_url == url


def test_a_small_picture_is_never_offered_in_the_size_of_a_large_screen() -> None:
    image = _image(360, 720, 1200)
    assert image.sources == (("image/avif", "360.avif 360w, 720.avif 720w, 1200.avif 1200w"),)
    assert image.small_sources == (("image/avif", "360.avif 360w, 720.avif 720w"),)


def test_every_path_of_a_picture_becomes_a_url() -> None:
    image = _image(360, 720).with_urls(lambda path: f"../{path}")
    assert (image.src, image.width, image.height) == ("../720.jpg", 720, 300)
    assert image.sources == (("image/avif", "../360.avif 360w, ../720.avif 720w"),)
