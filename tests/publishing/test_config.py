"""``publish.yaml`` and credentials: mistakes are reported with their lines, and secrets never."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.cli import publish as commands
from plugins.paths import ROOT
from plugins.publishing.cdn.tencent import TencentCdn
from plugins.publishing.config import BucketTarget, DirectoryTarget, RsyncTarget, load_target_config
from plugins.publishing.messages import CATALOGUE, Message, PublishError, message
from plugins.publishing.s3.credentials import Credentials, load_credentials, redact
from plugins.system.messages import LANGS

WRONG = """targets:
  public:
    kind: s3
    profile: aws
    endpoint: store.example.com
    bucket: site
    adress: https://www.city.gov.cn/
  other:
    kind: ftp
"""


def _problems(caught: pytest.ExceptionInfo[PublishError]) -> list[tuple[str, int, str]]:
    return [(message.code, message.line, dict(message.values).get("key", "")) for message in caught.value.messages]


def test_example_of_the_manual_is_valid(tmp_path: Path) -> None:
    (example,) = re.findall(
        r"```yaml\n(targets:.*?)```", (ROOT / "docs/publishers.md").read_text(encoding="utf-8"), re.S
    )
    file = tmp_path / "publish.yaml"
    file.write_text(example, encoding="utf-8")
    kinds = [type(load_target_config(name, file, print)) for name in ("public", "rehearsal", "server")]
    assert kinds == [BucketTarget, DirectoryTarget, RsyncTarget]


def test_every_mistake_is_reported_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "publish.yaml"
    file.write_text(WRONG, encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        load_target_config("public", file, print)
    assert _problems(caught) == [
        ("missing_key", 2, "address"),
        ("missing_key", 2, "region"),
        ("bad_value", 5, "endpoint"),
        ("unknown_key", 7, "adress"),
        ("bad_value", 8, "other"),
    ]


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("endpoint", "https://AKIDexample:hush@cos.ap-guangzhou.myqcloud.com"),
        ("endpoint", "https://hush@cos.ap-guangzhou.myqcloud.com"),
        ("endpoint", "https://cos.ap-guangzhou.myqcloud.com?secret=hush"),
        ("address", "https://mu:hush@www.city.gov.cn/"),
        ("address", "https://www.city.gov.cn/?x-oss-signature=hush"),
    ],
)
def test_secret_in_an_address_is_refused_and_not_shown(tmp_path: Path, key: str, address: str) -> None:
    lines = {"endpoint": "https://store.example.com", "address": "https://www.city.gov.cn/", key: address}
    file = tmp_path / "publish.yaml"
    file.write_text(
        "targets:\n  public:\n    kind: s3\n    profile: cos\n    bucket: b\n    region: r\n"
        f"    endpoint: {lines['endpoint']}\n    address: {lines['address']}\n",
        encoding="utf-8",
    )
    with pytest.raises(PublishError) as caught:
        load_target_config("public", file, print)
    assert _problems(caught) == [("secret_in_address", 7 if key == "endpoint" else 8, key)]
    assert all("hush" not in problem.text(lang) for problem in caught.value.messages for lang in LANGS)


def test_target_is_published_to_with_care_unless_it_says_otherwise() -> None:
    settings = DirectoryTarget(kind="directory", path="x", address="https://www.city.example/")
    assert (settings.rehearsal, settings.grace, settings.largest_share, settings.wait) == (False, 3, 0.2, 60)
    assert (settings.adopt, settings.keep) == ((), 20)


def test_unknown_target_is_reported_with_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "publish.yaml"
    file.write_text("targets: {one: {kind: directory, path: x, address: 'https://a.cn/'}}", encoding="utf-8")
    assert commands.releases("two", file, "en") == 1
    assert capsys.readouterr().err == f'{file} has no target "two". It has: one.\n'


def test_file_that_other_users_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text("{key: AK, secret: hush}", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(PublishError) as caught:
        load_credentials("public", str(file), {})
    assert [message.code for message in caught.value.messages] == ["open_credentials"]
    file.chmod(0o600)
    assert load_credentials("public", str(file), {}) == Credentials("AK", "hush")


def test_environment_takes_precedence_over_the_file() -> None:
    environment = {"XUNZHAN_MY_SITE_KEY": "AK", "XUNZHAN_MY_SITE_SECRET": "hush", "XUNZHAN_MY_SITE_TOKEN": "brief"}
    assert load_credentials("my-site", "nowhere", environment) == Credentials("AK", "hush", "brief")


def test_secrets_are_never_shown() -> None:
    keys = Credentials("AK", "hush", "brief")
    assert "hush" not in repr(keys)
    assert "brief" not in repr(keys)
    assert redact("key AK, secret hush, token brief", keys) == "key AK, secret ***, token ***"


def test_messages_have_the_same_values_in_both_languages() -> None:
    values = {
        code: [set(re.findall(r"{(\w+)", texts[lang])) for lang in LANGS] for code, texts in CATALOGUE.texts.items()
    }
    assert [code for code, (chinese, english) in values.items() if chinese != english] == []


def _purge_problems(tmp_path: Path, purge: str) -> list[tuple[str, str]]:
    file = tmp_path / "publish.yaml"
    file.write_text(
        f"targets: {{one: {{kind: directory, path: x, address: 'https://a.cn/', purge: {purge}}}}}", encoding="utf-8"
    )
    with pytest.raises(PublishError) as caught:
        load_target_config("one", file, print)
    return [(message.code, dict(message.values)["key"]) for message in caught.value.messages]


@pytest.mark.parametrize("key", ["provider", "by"])
def test_purge_is_read_by_its_former_key_with_a_hint(tmp_path: Path, key: str) -> None:
    hints: list[Message] = []
    file = tmp_path / "publish.yaml"
    file.write_text(
        f"targets:\n  one:\n    kind: directory\n    path: x\n    address: https://a.cn/\n"
        f"    purge:\n      {key}: tencent\n      most_urls: 5\n",
        encoding="utf-8",
    )
    purge = load_target_config("one", file, hints.append).purge
    assert purge == TencentCdn(provider="tencent", most_urls=5)
    renamed = message("renamed_key", file=str(file), line=7, old="by", new="provider")
    assert hints == ([renamed] if key == "by" else [])


def test_hint_of_a_former_key_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "publish.yaml"
    text = "targets: {one: {kind: directory, path: x, address: 'https://a.cn/', purge: {by: nginx}}}"
    file.write_text(text, encoding="utf-8")
    assert commands.purge("one", 0, file, "en") == 1
    hint, _ = capsys.readouterr().err.splitlines()
    assert hint == f'{file}:1: "by" is now "provider"; the old name goes with the next version. Change this line.'


@pytest.mark.parametrize(
    ("purge", "problems"),
    [
        ("{provider: nowhere}", [("bad_value", "purge")]),
        ("{most_urls: 5}", [("bad_value", "purge")]),
        ("{provider: cloudfront}", [("missing_key", "distribution")]),
        ("{provider: tencent, distribution: x}", [("unknown_key", "distribution")]),
        ("{provider: nginx, by: nginx}", [("unknown_key", "by")]),
        ("{provider: nginx, most_urls: 0}", [("bad_value", "most_urls")]),
        ("{provider: nginx, edge: 'http://mu:hush@10.0.0.5/'}", [("secret_in_address", "edge")]),
        ("{provider: tencent, endpoint: 'https://AKID:hush@cdn.example'}", [("secret_in_address", "endpoint")]),
    ],
)
def test_purge_takes_only_the_keys_of_its_vendor(tmp_path: Path, purge: str, problems: list[tuple[str, str]]) -> None:
    assert _purge_problems(tmp_path, purge) == problems


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        ("targets: {one: {kind: [", "从这一行起不是正确的 YAML。请检查这一行和上一行的冒号、缩进和引号。"),
        (
            "targets: {one: {kind: ftp}}",
            "“one”的值不对 ('directory', 'rsync', 's3', 'pages')。请照 docs/publishers.md 改正。",
        ),
        (
            "targets: {one: {kind: directory, path: x, address: 'https://a.cn/', purge: "
            "{provider: nginx, most_urls: 0}}}",
            "“most_urls”的值不对 (≥ 1)。请照 docs/publishers.md 改正。",
        ),
    ],
)
def test_mistake_is_explained_without_a_sentence_of_a_library(tmp_path: Path, text: str, explanation: str) -> None:
    (tmp_path / "publish.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        load_target_config("one", tmp_path / "publish.yaml", print)
    assert [message.text("zh-Hans").partition(": ")[2] for message in caught.value.messages] == [explanation]


def test_message_names_a_line_only_where_there_is_a_file() -> None:
    plain = message("no_file", name=["a", 1])
    assert plain == Message("no_file", (("name", "a, 1"),), "", 0)
    text = plain.text("en")
    assert replace(plain, file="publish.yaml", line=3).text("en") == f"publish.yaml:3: {text}"
    error = PublishError(plain, message("no_clearance"))
    assert error.text("en").splitlines() == [text, message("no_clearance").text("en")]
    assert str(error) == str((text, message("no_clearance").text("en")))
