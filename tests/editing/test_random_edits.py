"""Random edits of forms: whatever is typed, only the lines of the changed keys are others, and it is read back."""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from plugins.content.parsing.yaml_lines import read_front_matter
from plugins.editing.text.source_text import SourceFile
from plugins.editing.text.yaml_text import is_same
from tests.editing.conftest import Forms
from tests.support.forms import Controls, drop_row, move_row_first, text_names

WORDS = (
    *("新的文字", "a: b", "x #y", "# z", "- item", "it's", 'say "x"', "：全角", "null", "true", "12:30", "2024-05-01"),
    *(
        "  blanks  ",
        "one\r\ntwo",
        "one\r\n\r\n  two\r\n",
        "{a}",
        "[b",
        "&c",
        "*d",
        "!e",
        "%f",
        "@g",
        "`h",
        "|",
        ">",
        "\\",
    ),
    *("🙂", "é", "e\u0301", "<b>&amp;</b>", "", "0", "~", "---", "\u3000", "a\tb", "很长" * 300),
)
# as people write them: comments everywhere, odd quotes, brackets over several lines, other line ends, a byte order mark
HAND_WRITTEN = {
    "crlf": (
        "---\r\n# 编号\r\nnumber: S91 # 不要改\r\ntitle: '单引号''里'\r\nunits: # 两家\r\n"
        "- sample-street-a   # 牵头\r\n- sample-dept-f\r\ntrack:   five-risks\r\n\r\nsummary: >\r\n"
        "  折叠的\r\n  两行\r\n# 图\r\ngallery:\r\n"
        '- {file: cover.png, alt: 一} # 行内\r\n-   file: cover.png\r\n    # 里面的注释\r\n    alt: "二"\r\n'
        "sample: yes\r\n---\r\n\r\n正文。\r\n"
    ),
    "mark": "\ufeff---\nsummary: 简介\ntrack: five-risks\nunits: [\n  sample-street-a, # 牵头\n  sample-dept-f\n]\n"
    "title:\n  zh-Hans: 标题\n  en: \"Title: two\"\nnumber: S92\nballots: {nfplus: 'https://vote.example.com/1'}\n"
    "links:\n  - label: '一' # 注\n    url: https://example.com/a#b\n# 最后\n---\n正文\n",
    "mixed": "---   \nnumber: S93\r\ntitle: 混合\nunits: [sample-street-a]\ntrack: five-risks\r\nsummary: |\n  第一行\n"
    "\n  第三行\n\n\n# cover:\n#   file: 图\ncontinues:\nsample: true\n---\n\n\n正文\n\n\n",
}


@pytest.fixture(scope="module")
def edited_forms(shipped_forms: Forms) -> Forms:
    """The shipped content with entries written by hand."""
    for slug, text in HAND_WRITTEN.items():
        folder = shipped_forms.content / "entries" / f"hand-{slug}"
        folder.mkdir()
        (folder / "index.md").write_bytes(text.encode())
        (folder / "cover.png").write_bytes((shipped_forms.content / "entries/rain-lookouts/cover.png").read_bytes())
    return shipped_forms


def _lines_by_key(text: str) -> list[str]:
    """The key to which each line of a Markdown file belongs: comments to the key before them."""
    document, _, body_line = read_front_matter("f", text)
    starts = {line: str(path[0]) for path, line in document.lines.items() if len(path) == 1}
    keys, key = [], ""
    for number, _ in enumerate(text.split("\n"), 1):
        key = "body" if number >= body_line - 1 else starts.get(number, key)
        keys.append(key)
    return keys


def _changed_keys(before: str, after: str) -> set[str]:
    """The keys in whose lines two texts differ; a line that was added belongs to the key that it is read as."""
    old, new = before.split("\n"), after.split("\n")
    old_keys, new_keys = _lines_by_key(before), _lines_by_key(after)
    changed: set[str] = set()
    for tag, first, end, new_first, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            changed |= {*old_keys[first:end], *new_keys[new_first:new_end]}
    return changed


def _edit(dice: random.Random, controls: Controls) -> tuple[Controls, set[str]]:
    """The form with something else in some of its fields, and the keys that they belong to."""
    names = text_names(controls)
    changed: set[str] = set()
    for name in dice.sample(names, dice.randint(1, 3)):
        rows = [other for other in names if other.partition(".")[0] == name.partition(".")[0]]
        key = name.partition("@")[0].partition(".")[0]
        parts = name.split(".")
        if len(parts) > 1 and parts[1].isdecimal() and len(rows) > 1 and dice.random() < 0.4:
            change = dice.choice([drop_row, move_row_first])
            if any(pair[0].startswith(f"{key}.") for pair in drop_row(controls, ".".join(parts[:2]))):
                controls = change(controls, ".".join(parts[:2]))
        else:
            word = dice.choice(WORDS)
            controls = [(other, word if other == name else value) for other, value in controls]
        changed.add(key)
    return controls, changed


def _comments(text: str) -> list[str]:
    head = text.split("\n---")[0]
    return sorted(line.strip() for line in head.split("\n") if line.lstrip().startswith("#"))


@pytest.mark.parametrize("seeds", [range(24), pytest.param(range(24, 500), marks=pytest.mark.exhaustive)])
def test_only_lines_of_changed_keys_differ(edited_forms: Forms, seeds: range) -> None:
    files = sorted(
        edited_forms.content.glob("*/*/index.md"), key=lambda path: (not path.parent.name.startswith("hand"), path)
    )
    for seed in seeds:
        dice = random.Random(seed)
        file = dice.choice([*files[: len(HAND_WRITTEN)] * 4, *files])
        _try_edit(edited_forms, file, dice, seed)


def _try_edit(edited_forms: Forms, file: Path, dice: random.Random, seed: int) -> None:
    address, before = file.parent.relative_to(edited_forms.content).as_posix(), file.read_bytes()
    controls, keys = _edit(dice, edited_forms.controls(address))
    state = edited_forms.save(address, controls, "anyway")
    after = file.read_bytes()
    if state.saved is None:
        assert after == before, seed
        return
    old, new = SourceFile(before).text, SourceFile(after).text
    assert _changed_keys(old, new) <= keys, (seed, file, _changed_keys(old, new) - keys)
    data, new_data = (read_front_matter("f", text)[0].data for text in (old, new))
    assert is_same(
        {key: value for key, value in data.items() if key not in keys},
        {key: value for key, value in new_data.items() if key not in keys},
    ), seed
    assert (before[:3] == b"\xef\xbb\xbf") == (after[:3] == b"\xef\xbb\xbf")
    if b"\n" not in before.replace(b"\r\n", b""):
        assert b"\n" not in after.replace(b"\r\n", b""), seed
    # each edit begins with the files as they were
    edited_forms.session.undo(state.saved.number)
    assert file.read_bytes() == before, seed
