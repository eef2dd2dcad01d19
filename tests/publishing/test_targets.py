"""``publish.yaml`` and the files with keys: what is wrong in them is told with its line, and no secret is ever told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.cli import publish as commands
from plugins.publishing.config import BucketTarget, DirectoryTarget, RsyncTarget, load_target_config
from plugins.publishing.messages import LANGS, PublishError, messages
from plugins.publishing.s3.credentials import credentials, redacted
from plugins.publishing.s3.signing import Credentials

ROOT = Path(__file__).resolve().parents[2]
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


def test_example_of_the_manual_is_right(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/publishers.md").read_text(encoding="utf-8"), re.S)
    file = tmp_path / "publish.yaml"
    file.write_text(example, encoding="utf-8")
    kinds = [type(load_target_config(name, file)) for name in ("public", "rehearsal", "server")]
    assert kinds == [BucketTarget, DirectoryTarget, RsyncTarget]


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
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


def test_target_that_is_not_there_is_told_with_the_choices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "publish.yaml"
    file.write_text("targets: {one: {kind: directory, path: x, address: 'https://a.cn/'}}", encoding="utf-8")
    assert commands.releases("two", file, "en") == 1
    assert '"two"' in (said := capsys.readouterr().err)
    assert "one" in said


def test_file_with_keys_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text("{key: AK, secret: hush}", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(PublishError) as caught:
        credentials("public", str(file), {})
    assert [message.code for message in caught.value.messages] == ["open_credentials"]
    file.chmod(0o600)
    assert credentials("public", str(file), {}) == Credentials("AK", "hush")


def test_environment_goes_before_the_file() -> None:
    environment = {"XUNZHAN_MY_SITE_KEY": "AK", "XUNZHAN_MY_SITE_SECRET": "hush", "XUNZHAN_MY_SITE_TOKEN": "brief"}
    assert credentials("my-site", "nowhere", environment) == Credentials("AK", "hush", "brief")


def test_secrets_are_never_told() -> None:
    keys = Credentials("AK", "hush", "brief")
    assert "hush" not in repr(keys)
    assert "brief" not in repr(keys)
    assert redacted("key AK, secret hush, token brief", keys) == "key AK, secret ***, token ***"


def test_every_message_is_there_in_both_languages() -> None:
    places = {code: [set(re.findall(r"{(\w+)", said[lang])) for lang in LANGS] for code, said in messages().items()}
    assert [code for code, (chinese, english) in places.items() if chinese != english] == []
