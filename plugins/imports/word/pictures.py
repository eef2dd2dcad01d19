"""Pictures of a Word file as Word shows them: their cropping and turning, and the description that a person wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from plugins.imports.forms.submission import EmbeddedImage, ImageView, SourceLocation
from plugins.imports.word.inline import DELETED, Report
from plugins.imports.word.package import PREFIXES, DocxPackage, is_drawing_hidden, is_on, qn

VML = f"{{{PREFIXES['v']}}}"
IMAGE_DATA, FILL = qn("v:imagedata"), qn("v:fill")
SKIPPED = DELETED | {qn("w:txbxContent"), qn("mc:Fallback"), qn("w:object")}
# descriptions that a program generated do not count as alternative text
GENERATED_DESCRIPTION = re.compile(r"描述已自动生成|自动生成|AI 生成|automatically generated|AI-generated", re.I)
# nor do names of files
FILE_DESCRIPTION = re.compile(
    r"(?:[A-Za-z]:)?[^\s，。]*[\\/][^，。]*\.\w{2,4}|\S{1,80}\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic|emf|wmf|svg)"
    r"|(?:图片|图像|照片|微信图片|微信截图|QQ图片|截图|屏幕截图|picture|image|photo|screenshot|img|dsc|mmexport|pic)"
    r"[\s_\-（(]*[0-9_\-\s:.)）]*",
    re.I,
)
FULL_TURN, ANGLE_UNIT = 360, 60_000
SIDES = ("l", "t", "r", "b")
VML_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")
VML_ROTATION = re.compile(r"rotation:\s*(-?\d+)(fd)?")
VML_ANGLE_UNIT = 65_536


def find_pictures(
    package: DocxPackage, element: Any, location: SourceLocation, report: Report
) -> Iterator[EmbeddedImage]:
    """Iterate over the pictures in a paragraph, in reading order; linked and hidden ones are reported."""
    for image in element.iter(qn("a:blip"), IMAGE_DATA, FILL):
        inner = _ancestors(image, element)
        # most shapes are filled with a colour
        if any(ancestor.tag in SKIPPED for ancestor in inner) or (image.tag == FILL and qn("r:id") not in image.attrib):
            continue
        runs = [ancestor.find(qn("w:rPr")) for ancestor in inner if ancestor.tag == qn("w:r")]
        if any(is_on(properties, "w:vanish") for properties in runs) or is_drawing_hidden(inner):
            report("warn_intake_hidden", text="图片 picture")
            continue
        data = package.read_target(package.main_relations.get(image.get(qn("r:embed")) or image.get(qn("r:id"))))
        if data is None:
            report("intake_picture_linked")
            continue
        alt = _description(inner)
        is_name = bool(FILE_DESCRIPTION.fullmatch(alt))
        yield EmbeddedImage(data, "" if is_name else alt, location, "", _view(image, inner), alt if is_name else "")


def _ancestors(image: Any, element: Any) -> list[Any]:
    ancestors = []
    for ancestor in image.iterancestors():
        if ancestor is element:
            break
        ancestors.append(ancestor)
    return ancestors


def _description(ancestors: list[Any]) -> str:
    """Return the alternative text of a picture, of itself before that of its group, empty if a program wrote it."""
    properties = [ancestor.find(f"{qn('pic:nvPicPr')}/{qn('pic:cNvPr')}") for ancestor in ancestors]
    properties += [ancestor.find(qn("wp:docPr")) for ancestor in ancestors]
    texts = [element.get("descr", "") for element in properties if element is not None]
    texts += [ancestor.get("alt", "") for ancestor in ancestors if ancestor.tag.startswith(VML)]
    text = next((" ".join(text.split()) for text in texts if text.strip()), "")
    return "" if GENERATED_DESCRIPTION.search(text) else text


def _view(image: Any, ancestors: list[Any]) -> ImageView:
    if image.tag in {IMAGE_DATA, FILL}:
        return _vml_view(image, ancestors)
    source = image.getparent().find(qn("a:srcRect"))
    crop = tuple(_fraction(source.get(side, "0")) if source is not None else 0.0 for side in SIDES)
    transforms = [node for ancestor in ancestors for node in _transforms(ancestor)]
    angle = sum(_whole(node.get("rot", "0")) for node in transforms) / ANGLE_UNIT
    flips = [sum(node.get(name) in {"1", "true"} for node in transforms) % 2 == 1 for name in ("flipH", "flipV")]
    return ImageView(crop, angle % FULL_TURN, *flips)


def _transforms(ancestor: Any) -> list[Any]:
    shapes = [child for child in ancestor if isinstance(child.tag, str) and child.tag.endswith(("}spPr", "}grpSpPr"))]
    return [node for shape in shapes for node in shape.findall(qn("a:xfrm"))]


def _vml_view(image: Any, ancestors: list[Any]) -> ImageView:
    crop = tuple(_fraction(image.get(side, "0")) for side in VML_SIDES)
    matches = [VML_ROTATION.search(ancestor.get("style", "")) for ancestor in ancestors]
    angles = [int(match[1]) / (VML_ANGLE_UNIT if match[2] else 1) for match in matches if match]
    return ImageView(crop, sum(angles) % FULL_TURN)


def _fraction(text: str) -> float:
    """Return a share that is cut off: thousandths of a percent, a percentage, or 65536ths with an ``f``."""
    unit = 100 if text.endswith("%") else VML_ANGLE_UNIT if text.endswith("f") else 100_000
    try:
        share = float(text.rstrip("%f")) / unit
    except ValueError:
        return 0.0
    return min(max(share, 0.0), 1.0)


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,12}", text) else 0
