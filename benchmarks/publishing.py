"""How long publishing takes beside ``aws s3 sync --delete`` and ``rclone sync``.

``python -m benchmarks.publishing [FILES]`` publishes 2,000 files, or as many as are asked for, half of them pages, to a
store on this machine: the first publication, one with nothing to do, one with 20 edits, and the way back. Each tool
runs as a process of its own, in turn, several times; the median counts. Needs aws and rclone in PATH.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools import local_cdn

FILES, EDITS, ROUNDS = 2000, 20, 3
STEPS = ("first", "no-op", "20 edits", "rollback")
Tool = Callable[[str, str, Path], list[str]]


def _site(folder: Path, files: int) -> Path:
    chance, pages = random.Random(7), files // 2
    for _ in range(files - pages):
        path = folder / "media" / f"{chance.getrandbits(48):012x}.webp"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(chance.randbytes(chance.randrange(2_000, 30_000)))
    assets = sorted(path.name for path in (folder / "media").iterdir())
    for number in range(pages):
        path = folder / (f"entries/{number:04}/index.html" if number else "index.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_page(number, pages, assets, chance), encoding="utf-8")
    return folder


def _page(number: int, pages: int, assets: list[str], chance: random.Random) -> str:
    up = "../../" if number else ""
    links = "".join(f'<a href="{up}entries/{chance.randrange(1, pages):04}/">→</a>' for _ in range(40))
    words = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(3000))
    return f'<!doctype html><img src="{up}media/{assets[number]}">{links}<p>{number} {words}</p>'


def _copy_with_edits(folder: Path, fresh: Path) -> Path:
    shutil.copytree(folder, fresh)
    for number in range(1, EDITS + 1):
        path = fresh / f"entries/{number:04}/index.html"
        path.write_text(path.read_text(encoding="utf-8").replace("<p>", "<p>…"), encoding="utf-8")
    return fresh


def _ours(endpoint: str, prefix: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.ours", endpoint, local_cdn.BUCKET, prefix, str(folder)]


def _aws(endpoint: str, prefix: str, folder: Path) -> list[str]:
    target = f"s3://{local_cdn.BUCKET}/{prefix}"
    return [
        "aws",
        "s3",
        "sync",
        str(folder),
        target,
        "--delete",
        "--no-progress",
        "--only-show-errors",
        "--endpoint-url",
        endpoint,
    ]


def _rclone(endpoint: str, prefix: str, folder: Path) -> list[str]:
    return ["rclone", "sync", str(folder), f"bench:{local_cdn.BUCKET}/{prefix}", "--s3-endpoint", endpoint]


def _rclone_tuned(endpoint: str, prefix: str, folder: Path) -> list[str]:
    return [*_rclone(endpoint, prefix, folder), "--checksum", "--fast-list", "--transfers", "16", "--checkers", "16"]


TOOLS: dict[str, Tool] = {"ours": _ours, "aws": _aws, "rclone": _rclone, "rclone --checksum, 16 at once": _rclone_tuned}


def _environment(endpoint: str) -> dict[str, str]:
    keys = local_cdn.CREDENTIALS
    # tools that read it fail over a bundle of certificates, which nothing on this machine needs
    inherited = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
    return {
        **inherited,
        "AWS_ACCESS_KEY_ID": keys.key,
        "AWS_SECRET_ACCESS_KEY": keys.secret,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "RCLONE_CONFIG_BENCH_TYPE": "s3",
        "RCLONE_CONFIG_BENCH_PROVIDER": "Other",
        "RCLONE_CONFIG_BENCH_ENV_AUTH": "true",
        "RCLONE_CONFIG_BENCH_ENDPOINT": endpoint,
    }


def _measure(endpoint: str, name: str, tool: Tool, folders: list[Path], number: int) -> list[float]:
    times = []
    prefix = f"site/{name.split()[0]}{len(name)}-{number}/"
    for folder in folders:
        begun = time.perf_counter()
        done = subprocess.run(
            tool(endpoint, prefix, folder), env=_environment(endpoint), capture_output=True, text=True, check=False
        )
        times.append(time.perf_counter() - begun)
        if done.returncode:
            sys.exit(f"{name}: {done.stderr[-2000:]}")
        if name == "ours":
            print(f"  ours, {folder.name}: requests, bytes sent, MB of memory: {done.stderr.split()[-3:]}")
    return times


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        first = _site(Path(scratch) / "first", int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
        edits = _copy_with_edits(first, Path(scratch) / "edits")
        back = Path(shutil.copytree(first, Path(scratch) / "back"))
        with local_cdn.store(Path(scratch) / "store") as endpoint:
            rounds: dict[str, list[list[float]]] = {name: [] for name in TOOLS}
            for number in range(ROUNDS):
                for name, tool in TOOLS.items():
                    rounds[name].append(_measure(endpoint, name, tool, [first, first, edits, back], number))
    medians = {name: [statistics.median(step) for step in zip(*times, strict=True)] for name, times in rounds.items()}
    print(f"{'':32}" + "".join(f"{step:>18}" for step in STEPS))
    for name, times in medians.items():
        ratios = [
            f"{seconds:.2f} s ({ours / seconds:.2f}×)" for seconds, ours in zip(times, medians["ours"], strict=True)
        ]
        print(f"{name:32}" + "".join(f"{ratio:>18}" for ratio in ratios))


if __name__ == "__main__":
    main()
