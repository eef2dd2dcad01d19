"""Pipelines: valid for their forges, and every step ends well in an empty clone."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugins.content.problems import ContentError
from plugins.paths import ROOT
from plugins.scaffold.competition import write_competition
from plugins.scaffold.pipeline import FORGES, write_pipeline
from tests.support.needs import needs

SCHEMAS = {
    "github": ("--builtin-schema", "vendor.github-workflows"),
    "gitlab": ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"),
}
NOT_IN_A_CLONE = (".git", ".venv", ".cache", ".hypothesis", "__pycache__", "output", "tests", ".*_cache", "proofs")
NEW_WORDS = "新添的一句话"
REHEARSAL = "targets: {{rehearsal: {{kind: directory, path: {path}, address: 'http://127.0.0.1/', rehearsal: true}}}}\n"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The software without what it made here, with a contest of its own and a target."""
    folder = tmp_path_factory.mktemp("pipeline") / "clone"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_IN_A_CLONE))
    (folder / ".venv").symlink_to(Path(sys.prefix))
    write_competition(folder / "大赛")
    (folder / "publish.yaml").write_text(REHEARSAL.format(path=folder.parent / "site"), encoding="utf-8")
    for forge in FORGES:
        write_pipeline(folder / "大赛", forge, folder)
    return folder


@pytest.mark.parametrize("forge", SCHEMAS)
def test_pipeline_is_valid_for_its_forge(clone: Path, forge: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", *SCHEMAS[forge], str(clone / FORGES[forge])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def changed_clone(clone: Path) -> Path:
    """The clone with a commit that changes a word in a text."""
    page = clone / "大赛/pages/rules/index.md"
    _git(clone, "init", "--quiet")
    _git(clone, "add", "大赛")
    _git(clone, "commit", "--quiet", "-m", "first")
    page.write_text(page.read_text(encoding="utf-8") + f"\n{NEW_WORDS}。\n", encoding="utf-8")
    _git(clone, "commit", "--quiet", "--all", "-m", "second")
    return clone


def _git(folder: Path, *words: str) -> None:
    command = ["git", "-c", "user.name=Mu Mu", "-c", "user.email=mu@example.org", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@needs("git")
@pytest.mark.posix
def test_every_step_ends_well(changed_clone: Path) -> None:
    clone = changed_clone
    pipelines = {forge: yaml.safe_load((clone / path).read_text(encoding="utf-8")) for forge, path in FORGES.items()}
    commands = {forge: list(_commands(forge, pipeline)) for forge, pipeline in pipelines.items()}
    names = ["check", "check-embargo", "bundle", "review", "publish", "verify-live"]
    assert {forge: [_name(command) for command in commands[forge]] for forge in FORGES} == dict.fromkeys(FORGES, names)
    # one that all forges have runs once; the public address is nobody's here, and verify-live has tests of its own
    listed = (_name_base(command) for forge in FORGES for command in commands[forge])
    steps = dict.fromkeys(command for command in listed if "verify-live" not in command)
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("XUNZHAN_", "PYTEST"))}
    # what the forges' settings and the person who starts a publication give
    environment = {**outside, **_variables(pipelines["github"]), "TARGET": "rehearsal", "STAGE": "tour"}
    for command in steps:
        done = subprocess.run(
            ["sh", "-e", "-c", command], cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        if _name(command) == "review":
            assert NEW_WORDS in (clone / "review.html").read_text(encoding="utf-8")
            (clone / "review.html").unlink()
    assert (clone / "preview.zip").stat().st_size
    assert (clone.parent / "site").is_dir()


def _name(command: str) -> str:
    match = re.search(r"tasks\.py (\S+)", command)
    assert match
    return match[1]


def _name_base(command: str) -> str:
    """Put the commit from which the clone was changed where a forge gives it in a variable."""
    return re.sub('"[$](CI_MERGE_REQUEST_DIFF_BASE_SHA|GITEE_COMMIT)"', "HEAD^1", command)


def _variables(pipeline: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in pipeline["env"].items()}


def _commands(forge: str, pipeline: dict[str, Any]) -> Iterator[str]:
    if forge == "github":
        steps = [step for job in pipeline["jobs"].values() for step in job["steps"]]
        yield from (step["run"] for step in steps if "run" in step)
    elif forge == "gitlab":
        jobs = [job for job in pipeline.values() if isinstance(job, dict) and "script" in job]
        yield from (command for job in jobs for command in job["script"])
    else:
        steps = [step for stage in pipeline["stages"] for step in stage["steps"]]
        yield from (command for step in steps for command in step["commands"])


@pytest.mark.parametrize("forge", FORGES)
def test_pipeline_that_is_there_is_not_replaced(tmp_path: Path, forge: str) -> None:
    path = write_pipeline(tmp_path / "content", forge, tmp_path)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        write_pipeline(tmp_path / "content", forge, tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["pipeline_taken"]
    assert path.read_text(encoding="utf-8") == "mine"


def test_content_elsewhere_has_no_pipeline(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        write_pipeline(tmp_path / "content", "github", tmp_path / "software")
    assert [problem.code for problem in caught.value.problems] == ["pipeline_outside"]
