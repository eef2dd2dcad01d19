"""``publish.yaml`` and credentials: mistakes are reported with their lines, and secrets never."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.cli import publish as commands
from plugins.paths import ROOT
from plugins.publishing.cdn.tencent import TencentCdn
from plugins.publishing.config import BucketTarget, DirectoryTarget, RsyncTarget, load_target_config
from plugins.publishing.messages import CATALOGUE, PublishError
from plugins.publishing.s3.credentials import load_credentials, redact
from plugins.publishing.s3.signing import Credentials
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
    (example,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/publishers.md").read_text(encoding="utf-8"), re.S)
    file = tmp_path / "publish.yaml"
    file.write_text(example, encoding="utf-8")
    kinds = [type(load_target_config(name, file)) for name in ("public", "rehearsal", "server")]
    assert kinds == [BucketTarget, DirectoryTarget, RsyncTarget]


def test_every_mistake_is_reported_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "publish.yaml"
    file.write_text(WRONG, encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        load_target_config("public", file)
    assert _problems(caught) == [
        ("missing_key", 2, "address"),
        ("missing_key", 2, "region"),
        ("bad_value", 5, "endpoint"),
        ("unknown_key", 7, "adress"),
        ("bad_value", 8, "other"),
    ]


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
        load_target_config("one", file)
    return [(message.code, dict(message.values)["key"]) for message in caught.value.messages]


@pytest.mark.parametrize("key", ["provider", "by"])
def test_purge_names_its_vendor_by_the_present_or_the_earlier_key(tmp_path: Path, key: str) -> None:
    file = tmp_path / "publish.yaml"
    text = "targets: {one: {kind: directory, path: x, address: 'https://a.cn/', purge: {%s: tencent, most_urls: 5}}}"
    file.write_text(text % key, encoding="utf-8")
    assert load_target_config("one", file).purge == TencentCdn(provider="tencent", most_urls=5)


@pytest.mark.parametrize(
    ("purge", "problems"),
    [
        ("{provider: nowhere}", [("bad_value", "purge")]),
        ("{most_urls: 5}", [("bad_value", "purge")]),
        ("{provider: cloudfront}", [("missing_key", "distribution")]),
        ("{provider: tencent, distribution: x}", [("unknown_key", "distribution")]),
        ("{provider: nginx, most_urls: 0}", [("bad_value", "most_urls")]),
    ],
)
def test_purge_takes_only_the_keys_of_its_vendor(tmp_path: Path, purge: str, problems: list[tuple[str, str]]) -> None:
    assert _purge_problems(tmp_path, purge) == problems
