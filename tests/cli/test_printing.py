"""Certificates and the printed catalogue: real PDFs, read back by two engines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import mean

import pypdfium2
import pytest
import zxingcpp

from plugins.cli import printing
from plugins.cli.printing import make_certificate_key, print_booklet, print_certificates
from plugins.content.load import load
from plugins.paths import PROGRAM, ROOT
from plugins.results import certificate_key as key_module
from plugins.results.certificate_key import FILE, VARIABLE, create_certificate_key
from plugins.results.certificates import list_certificates
from tests.cli.pdfs import glyphs, likeness, pictures, texts, words
from tests.support.builds import SHIPPED, files

KEY = "a key that nobody knows"
GOLD = "02-east-office-gold.pdf"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(VARIABLE, KEY)
    return KEY


def _certificate(content: Path, out: Path) -> Path:
    assert print_certificates(content, "awards", out, "zh-Hans", new_key=False) == 0
    return out / GOLD


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_certificate_says_the_same_to_both_engines(tiny: Path, tmp_path: Path, key: str) -> None:
    # the folder that is asked for is made, with those around it
    file = _certificate(tiny, tmp_path / "new" / "out")
    assert sorted(path.name for path in file.parent.iterdir()) == [
        "01-east-office-praise.pdf",
        "01-water-bureau-praise.pdf",
        GOLD,
    ]
    competition = load(tiny).competition
    assert competition
    gold = list_certificates(competition.at("awards"), key)[0]
    address = f"https://small-town.example/zt/verify/{gold.id}/"
    # joint issuers in the organisers' order; the specimen's mark is there because the entry is a sample
    expected = "获奖证书东区办：你单位申报的《电梯看护》，在小城创新大赛中荣获金奖特发此证。"
    expected += f"小城甲委员会小城日报2024年5月2日扫码核对真伪{address}样张"
    assert [sorted(text) for text in texts(file)] == [sorted(expected), sorted(expected)]
    assert texts(file)[0] == expected
    with pypdfium2.PdfDocument(file) as document:
        page = document[0]
        assert (len(document), round(page.get_width()), round(page.get_height())) == (1, 842, 595)
        assert [code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())] == [address]


@pytest.mark.usefixtures("key")
def test_both_engines_draw_every_character_of_a_certificate(tiny: Path, tmp_path: Path) -> None:
    # the mark across a sample's certificate would lie over other words
    _replace(tiny / "entries" / "lift-watch" / "index.md", "sample: true\n", "")
    file = _certificate(tiny, tmp_path / "out")
    signs = list(glyphs(file))
    assert len(signs) == 52
    for drawn in pictures(file):
        alike = [likeness(drawn, box, sign) for sign, box in signs]
        others = [likeness(drawn, box, "永") for _, box in signs]
        assert min(alike) > 0.3
        assert mean(alike) > 0.8
        # the measure tells one character from another
        assert mean(others) < 0.2


@pytest.mark.parametrize("command", ["certificates", "booklet"])
def test_bytes_are_the_same_whatever_the_hash_seed_and_time_zone(tiny: Path, tmp_path: Path, command: str) -> None:
    outputs = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        out = tmp_path / seed
        env = {**os.environ, VARIABLE: KEY, "PYTHONHASHSEED": seed, "TZ": zone}
        task = [command, "--stage", "awards", "--content", str(tiny), "--output", str(out)]
        subprocess.run([sys.executable, str(PROGRAM), *task], cwd=ROOT, env=env, check=True, timeout=600)
        outputs.append(files(out))
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) == {"certificates": 3, "booklet": 1}[command]


@pytest.mark.usefixtures("key")
def test_words_are_never_markup(tiny: Path, tmp_path: Path) -> None:
    title = "#panic() *星* $x$ `码` <a> @b [c] \\\\ // 注 _下_ = 等"
    _replace(tiny / "entries" / "lift-watch" / "index.md", "title: 电梯看护", f"title: '{title}'")
    certificate, _ = texts(_certificate(tiny, tmp_path / "out"))
    assert f"《{words(title)}》" in certificate
    assert print_booklet(tiny, "awards", tmp_path / "out", "zh-Hans") == 0
    booklet, _ = texts(tmp_path / "out" / "booklet.pdf")
    assert booklet.count(words(title)) == 2


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("length", [10, 100, 200])
def test_long_words_are_set_smaller_and_stay_within_the_frame(tiny: Path, tmp_path: Path, length: int) -> None:
    _replace(tiny / "entries" / "lift-watch" / "index.md", "title: 电梯看护", f"title: {'电梯' * (length // 2)}")
    _replace(tiny / "units.yaml", "name: 东区办", f"name: {'东区' * (length // 4)}{'x' * (length // 4)}")
    file = _certificate(tiny, tmp_path / "out")
    assert words("电梯" * (length // 2)) in texts(file)[0]
    with pypdfium2.PdfDocument(file) as document:
        assert len(document) == 1
        text = document[0].get_textpage()
        boxes = [
            text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1).strip()
        ]
    assert min(box[0] for box in boxes) > 60
    assert max(box[2] for box in boxes) < 842 - 60


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("entries/lift-watch/index.md", "title: 电梯看护", f"title: {'电梯' * 500}", "entries/lift-watch/index.md:3: "),
        ("units.yaml", "name: 东区办", f"name: {'东区' * 500}", "units.yaml:8: "),
        ("competition.yaml", "  - name: 小城甲委员会", "  - name: 小城甲委员会\n" * 30, "competition.yaml:8: "),
    ],
)
@pytest.mark.parametrize(("lang", "what"), [("zh-Hans", "放不下"), ("en", "does not hold its words")])
def test_what_fits_in_no_size_is_a_problem_with_its_place(
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    old: str,
    new: str,
    message: str,
    lang: str,
    what: str,
) -> None:
    _replace(tiny / file, old, new)
    assert print_certificates(tiny, "awards", tmp_path / "out", lang, new_key=False) == 1
    error = capsys.readouterr().err
    assert f"/{message}" in error
    assert what in error
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("key")
def test_sign_without_a_face_stops_a_certificate_and_is_replaced_in_the_booklet(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(tiny / "entries" / "lift-watch" / "index.md", "title: 电梯看护", "title: 电梯📞看护")
    assert print_certificates(tiny, "awards", tmp_path / "out", "zh-Hans", new_key=False) == 1
    assert "entries/lift-watch/index.md:3: 印刷字体里没有“📞”（U+1F4DE）" in capsys.readouterr().err
    assert print_booklet(tiny, "awards", tmp_path / "out", "en") == 0
    assert 'entries/lift-watch/index.md:3: warning: The face for print has no "📞"' in capsys.readouterr().err
    assert "电梯〓看护" in texts(tmp_path / "out" / "booklet.pdf")[0]


BODY = """电梯里有**电话**，也有*按钮*和 `code`。见[第一节](#一节)和[网站](https://example.com/a)。[^1]

## 一节

- 甲

  甲的第二段

- 乙

  1. 其一
  2. 其二

> 引文一句

| 栏 | 数 |
|---|---|
| 物业 | 很长的一格，写了不少话，要在这一栏里换几次行才放得下，所以栏宽要分得公道 |

```
print("行")
```

词
:   解释

---

{link}

[^1]: 脚注的话
"""


def test_booklet_keeps_all_of_a_body_in_its_order(tiny: Path, tmp_path: Path) -> None:
    body = BODY.replace("{link}", "https://example.com/" + "long" * 60)
    _replace(tiny / "entries" / "lift-watch" / "index.md", "电梯里有电话。\n", body)
    competition = load(tiny).competition
    assert competition
    entry = next(entry for entry in competition.at("awards").tour if entry.slug == "lift-watch")
    assert print_booklet(tiny, "awards", tmp_path / "out", "zh-Hans") == 0
    for text in texts(tmp_path / "out" / "booklet.pdf"):
        places, end = [], 0
        for word in entry.body("zh-Hans").text.split():
            end = text.find(word, end)
            places.append((word, end >= 0))
        assert [word for word, exists_or_dangling in places if not exists_or_dangling] == []


def test_table_too_wide_for_the_booklet_is_a_problem(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "\n".join("|" + f" {cell} |" * 20 for cell in ("Abcdefghijk", "---", "一"))
    _replace(tiny / "entries" / "lift-watch" / "index.md", "电梯里有电话。\n", f"电梯里有电话。\n\n{table}\n")
    assert print_booklet(tiny, "awards", tmp_path / "out", "zh-Hans") == 1
    assert "entries/lift-watch/index.md:14: 这个表有 20 栏" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_long_table_goes_on_over_the_pages_under_its_head(tiny: Path, tmp_path: Path) -> None:
    rows = "\n".join(f"| 第{number}行 | {'话' * 30} |" for number in range(1, 81))
    table = f"| 栏目 | 数目 |\n|---|---|\n{rows}"
    _replace(tiny / "entries" / "lift-watch" / "index.md", "电梯里有电话。\n", f"电梯里有电话。\n\n{table}\n")
    assert print_booklet(tiny, "awards", tmp_path / "out", "zh-Hans") == 0
    for text in texts(tmp_path / "out" / "booklet.pdf"):
        assert [number for number in range(1, 81) if f"第{number}行" not in text] == []
        assert text.count("栏目") > 1


def test_booklet_has_every_finalist_under_its_award(tmp_path: Path) -> None:
    assert print_booklet(SHIPPED, "awards", tmp_path / "out", "zh-Hans") == 0
    competition = load(SHIPPED).competition
    assert competition
    show = competition.at("awards")
    with pypdfium2.PdfDocument(tmp_path / "out" / "booklet.pdf") as document:
        contents = words(document[1].get_textpage().get_text_range())
    order = [f"{entry.number}{entry.title.in_language('zh-Hans')}" for award in show.awards for entry in award.entries]
    places = [contents.find(words(title)) for title in order]
    assert len(order) == 23
    assert places == sorted(places)
    assert -1 not in places
    for text in texts(tmp_path / "out" / "booklet.pdf"):
        assert [entry.slug for entry in show.tour if words(str(entry.summary.in_language("zh-Hans"))) not in text] == []


def test_both_engines_draw_every_character_of_a_page_of_the_booklet(tiny: Path, tmp_path: Path) -> None:
    assert print_booklet(tiny, "awards", tmp_path / "out", "zh-Hans") == 0
    file = tmp_path / "out" / "booklet.pdf"
    for page in (1, 2, 3):
        signs = list(glyphs(file, page))
        for drawn in pictures(file, page):
            alike = [likeness(drawn, box, sign) for sign, box in signs]
            assert min(alike) > 0.3
            assert mean(alike) > 0.8
    # on the cover, words are light on dark
    for drawn in pictures(file, 0):
        assert max(likeness(drawn, box, sign) for sign, box in glyphs(file, 0)) < -0.2


def test_booklet_of_the_tour_names_no_award(tiny: Path, tmp_path: Path) -> None:
    assert print_booklet(tiny, "vote", tmp_path / "out", "zh-Hans") == 0
    text = texts(tmp_path / "out" / "booklet.pdf")[0]
    assert "入围项目" in text
    assert [word for word in ("金奖", "表扬奖") if word in text] == []


@pytest.mark.parametrize(
    ("stage", "secret", "left_out", "message"),
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
    message: str,
) -> None:
    monkeypatch.setenv(VARIABLE, secret)
    monkeypatch.setattr(printing, "ROOT", tmp_path)
    shutil.rmtree(tmp_path / "theme", ignore_errors=True)
    if left_out:
        (tiny / left_out).unlink()
    assert print_certificates(tiny, stage, tmp_path / "out", "zh-Hans", new_key=False) == 1
    assert capsys.readouterr().err.startswith(message)
    assert not (tmp_path / "out").exists()


def test_key_is_secret_and_never_replaced(tmp_path: Path) -> None:
    file, is_private = create_certificate_key(tmp_path)
    first = file.read_text(encoding="utf-8")
    assert (file.name, file.stat().st_mode & 0o777, is_private, len(first) > 40) == (FILE, 0o600, True, True)
    with pytest.raises(FileExistsError):
        create_certificate_key(tmp_path)
    assert file.read_text(encoding="utf-8") == first


@pytest.mark.parametrize(("status", "warning"), [(0, ""), (5, "Others may be able to read {}")])
def test_key_on_windows_is_closed_to_others_or_it_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, status: int, warning: str
) -> None:
    program, asked = tmp_path / "icacls", tmp_path / "asked"
    program.write_text(f'#!/bin/sh\necho "$@ $(wc -c < "$1")" > {asked}\nexit {status}\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(key_module, "HAS_MODES", False)
    monkeypatch.setattr(printing, "ROOT", tmp_path)
    assert make_certificate_key("en") == 0
    # before anything is in it
    assert asked.read_text(encoding="utf-8") == f"{tmp_path / FILE} /inheritance:r /grant:r *S-1-3-4:(F) 0\n"
    assert capsys.readouterr().err.startswith(warning.format(tmp_path / FILE))
    assert len((tmp_path / FILE).read_text(encoding="utf-8")) > 40


def test_key_where_no_rights_can_be_set_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(key_module, "HAS_MODES", False)
    monkeypatch.setattr(printing, "ROOT", tmp_path)
    assert make_certificate_key("zh-Hans") == 0
    assert "别人也可能读到" in capsys.readouterr().err
