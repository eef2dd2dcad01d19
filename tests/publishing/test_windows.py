"""Publishing to a bucket on a simulated Windows, without what Windows lacks."""

from __future__ import annotations

from pathlib import Path

from tests.support.builds import TINY
from tests.support.systems import run_as_windows
from tools import local_cdn


def test_publish_rollback_and_doctor(endpoint: str, tmp_path: Path) -> None:
    config = tmp_path / "publish.yaml"
    config.write_text(_config(endpoint, tmp_path / "keys.yaml"), encoding="utf-8")
    keys = local_cdn.CREDENTIALS
    # Windows has no file modes
    (tmp_path / "keys.yaml").write_text(f"key: {keys.key}\nsecret: {keys.secret}\n", encoding="utf-8")
    (tmp_path / "keys.yaml").chmod(0o666)
    # without git
    env = {"PATH": str(tmp_path)}

    def run(task: str, *more: str) -> str:
        process = run_as_windows(task, "--target", "bucket", "--config", str(config), "--lang", "en", *more, env=env)
        assert process.returncode == 0, process.stderr
        return process.stdout + process.stderr

    content = ("--content", str(TINY), "--archives", str(tmp_path / "archives"))
    first = _release(run("publish", "--stage", "call", *content))
    second = _release(run("publish", "--stage", "tour", *content))
    assert f"Published: {first} " in run("rollback", "--release", first)
    listed = run("releases")
    assert [listed.count(release) for release in (first, second)] == [2, 1]
    # the store is its own CDN here, and answers for a folder without Cache-Control
    process = run_as_windows("doctor", "--target", "bucket", "--config", str(config), "--lang", "en", env=env)
    assert [line.partition(":")[0] for line in process.stderr.splitlines() if line[0] != "✓"] == ["✗ public address"]


def _release(output: str) -> str:
    return output.partition("Published: ")[2].partition(" ")[0]


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
