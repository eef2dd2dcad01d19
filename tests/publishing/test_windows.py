"""Publishing to a bucket from Windows, as far as it can be tried elsewhere: without what Windows lacks."""

from __future__ import annotations

from pathlib import Path

from tests.support.builds import TINY
from tests.support.systems import as_on_windows
from tools import local_cdn


def test_stage_is_published_examined_and_rolled_back(endpoint: str, tmp_path: Path) -> None:
    config = tmp_path / "publish.yaml"
    config.write_text(_config(endpoint, tmp_path / "keys.yaml"), encoding="utf-8")
    keys = local_cdn.CREDENTIALS
    # its mode says nothing there
    (tmp_path / "keys.yaml").write_text(f"key: {keys.key}\nsecret: {keys.secret}\n", encoding="utf-8")
    (tmp_path / "keys.yaml").chmod(0o666)
    # as where there is no git either
    env = {"PATH": str(tmp_path)}

    def run(task: str, *more: str) -> str:
        done = as_on_windows(task, "--target", "bucket", "--config", str(config), "--lang", "en", *more, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    content = ("--content", str(TINY), "--archives", str(tmp_path / "archives"))
    first = _release(run("publish", "--stage", "tour", *content))
    second = _release(run("publish", "--stage", "vote", *content))
    assert f"Published: {first} " in run("rollback", "--release", first)
    listed = run("releases")
    assert [listed.count(release) for release in (first, second)] == [2, 1]
    # the store is its own edge here, and answers for a folder without a word on how long
    done = as_on_windows("doctor", "--target", "bucket", "--config", str(config), env=env)
    assert [line.partition(":")[0] for line in done.stderr.splitlines() if line[0] != "✓"] == [
        "✗ public address / 公开网址"
    ]


def _release(said: str) -> str:
    return said.partition("Published: ")[2].partition(" ")[0]


def _config(endpoint: str, keys: Path) -> str:
    place = f"{endpoint}/{local_cdn.BUCKET}/{local_cdn.PUBLIC}windows/"
    return f"""targets:
  bucket:
    kind: s3
    profile: seaweedfs
    endpoint: {endpoint}
    bucket: {local_cdn.BUCKET}
    region: us-east-1
    credentials: {keys}
    public: {local_cdn.PUBLIC}windows/
    private: {local_cdn.PRIVATE}windows/
    address: {place}
    rehearsal: true
"""
