"""Certificates and the printed catalogue: real PDFs, read back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from plugins.competition.load import load
from plugins.editorial import printing
from plugins.editorial.printing import new_key, print_booklet, print_certificates
from plugins.results import key as key_module
from plugins.results.certificates import certificates_of
from plugins.results.key import FILE, VARIABLE, make_key
from tests.sites.building import SHIPPED

KEY = "a key that nobody knows"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(VARIABLE, KEY)
    return KEY


def _text(page: pypdfium2.PdfPage) -> str:
    return "".join(page.get_textpage().get_text_range().split())


def _fonts(page: pypdfium2.PdfPage) -> set[tuple[str, bool]]:
    fonts = [each.get_font() for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
    return {(font.get_base_name(), bool(pypdfium2.raw.FPDFFont_GetIsEmbedded(font))) for font in fonts}


def test_certificate_holds_its_words_fonts_and_code(tiny: Path, tmp_path: Path, key: str) -> None:
    assert print_certificates(tiny, "awards", tmp_path / "out", "zh-Hans") == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "01-east-office-praise.pdf",
        "01-water-bureau-praise.pdf",
        "02-east-office-gold.pdf",
    ]
    document = pypdfium2.PdfDocument(tmp_path / "out" / "02-east-office-gold.pdf")
    page = document[0]
    assert (len(document), round(page.get_width()), round(page.get_height())) == (1, 842, 595)
    competition = load(tiny).competition
    assert competition
    gold = certificates_of(competition.at("awards"), key)[0]
    address = f"https://small-town.example/zt/verify/{gold.id}/"
    words = "东区办：你单位申报的《电梯看护》，在小城创新大赛中荣获金奖特发此证。扫码核对真伪" + address
    # the specimen's mark is there because the entry is a sample
    assert _text(page) == "获奖证书" + words + "样张小城甲委员会小城日报2024年5月2日"
    assert sorted(is_embedded for _, is_embedded in _fonts(page)) == [True, True]
    assert [each.text for each in zxingcpp.read_barcodes(page.render(scale=3).to_pil())] == [address]
    assert document.is_tagged()


@pytest.mark.usefixtures("key")
def test_certificates_are_the_same_bytes_twice(tiny: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        print_certificates(tiny, "awards", tmp_path / name, "zh-Hans")
        made.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert made[0] == made[1]


def test_booklet_has_every_finalist_under_its_award(tmp_path: Path) -> None:
    assert print_booklet(SHIPPED, "awards", tmp_path / "out", "zh-Hans") == 0
    document = pypdfium2.PdfDocument(tmp_path / "out" / "booklet.pdf")
    contents = _text(document[1])
    competition = load(SHIPPED).competition
    assert competition
    show = competition.at("awards")
    order = [f"{entry.number}{entry.title.in_language('zh-Hans')}" for award in show.awards for entry in award.entries]
    places = [contents.find("".join(title.split())) for title in order]
    assert len(order) == 23
    assert places == sorted(places)
    assert -1 not in places
    assert document.is_tagged()


def test_booklet_of_the_tour_names_no_award(tiny: Path, tmp_path: Path) -> None:
    assert print_booklet(tiny, "vote", tmp_path / "out", "zh-Hans") == 0
    document = pypdfium2.PdfDocument(tmp_path / "out" / "booklet.pdf")
    text = "".join(_text(page) for page in document)
    assert "入围项目" in text
    assert [word for word in ("金奖", "表扬奖") if word in text] == []


@pytest.mark.parametrize(
    ("stage", "secret", "left_out", "said"),
    [
        ("awards", "", "", "还没有证书密钥。"),
        ("notice", KEY, "", "阶段“notice”还没有最终结果"),
        ("awards", KEY, "results/certificates.yaml", "请先建立"),
    ],
)
def test_certificates_are_refused_with_a_reason(
    tiny: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stage: str,
    secret: str,
    left_out: str,
    said: str,
) -> None:
    monkeypatch.setenv(VARIABLE, secret)
    monkeypatch.setattr(printing, "ROOT", tmp_path)
    shutil.rmtree(tmp_path / "theme", ignore_errors=True)
    if left_out:
        (tiny / left_out).unlink()
    assert print_certificates(tiny, stage, tmp_path / "out", "zh-Hans") == 1
    assert capsys.readouterr().err.startswith(said)
    assert not (tmp_path / "out").exists()


def test_key_is_secret_and_never_replaced(tmp_path: Path) -> None:
    file, is_private = make_key(tmp_path)
    first = file.read_text(encoding="utf-8")
    assert (file.name, file.stat().st_mode & 0o777, is_private, len(first) > 40) == (FILE, 0o600, True, True)
    with pytest.raises(FileExistsError):
        make_key(tmp_path)
    assert file.read_text(encoding="utf-8") == first


@pytest.mark.parametrize(("status", "warning"), [(0, ""), (5, "Others may be able to read {}")])
def test_key_on_windows_is_closed_to_others_or_it_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, status: int, warning: str
) -> None:
    program, asked = tmp_path / "icacls", tmp_path / "asked"
    program.write_text(f'#!/bin/sh\necho "$@ $(wc -c < "$1")" > {asked}\nexit {status}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(key_module, "HAS_MODES", False)
    monkeypatch.setattr(printing, "ROOT", tmp_path)
    assert new_key("en") == 0
    # before anything is in it
    assert asked.read_text(encoding="utf-8") == f"{tmp_path / FILE} /inheritance:r /grant:r *S-1-3-4:(F) 0\n"
    assert capsys.readouterr().err.startswith(warning.format(tmp_path / FILE))
    assert len((tmp_path / FILE).read_text(encoding="utf-8")) > 40


def test_key_where_no_rights_can_be_set_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(key_module, "HAS_MODES", False)
    monkeypatch.setattr(printing, "ROOT", tmp_path)
    assert new_key("zh-Hans") == 0
    assert "别人也可能读到" in capsys.readouterr().err
