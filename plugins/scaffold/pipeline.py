"""The pipeline of a contest on a forge: checks every change, packs a preview of it, and publishes by hand."""

from __future__ import annotations

import json
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from plugins.content.problems import ContentError, problem
from plugins.paths import ROOT
from plugins.scaffold.prompts import Question, choice_question
from plugins.system import textfile
from plugins.system.command_text import command

TEMPLATES = Path(__file__).with_name("pipelines")
# where each forge looks for it, from the top of the repository
FORGES = {
    "github": ".github/workflows/exhibition.yml",
    "gitlab": ".gitlab-ci.yml",
    "gitee": ".workflow/exhibition.yml",
}


def forge_question() -> Question:
    """On which forge the contest lives; no answer is none."""
    choices = [("github", "GitHub"), ("gitlab", "GitLab"), ("gitee", "Gitee")]
    return choice_question("forge", "ask_forge", "value", choices, is_optional=True)


def find_place(content: Path, forge: str, root: Path = ROOT) -> Path:
    """Return where the pipeline of a content belongs: at the top of its repository, where ``tasks.py`` is.

    Raises ``ContentError`` if there is one already, or the content is elsewhere than in the repository.
    """
    if not content.resolve().is_relative_to(root.resolve()):
        raise ContentError(problem("--content", 0, "pipeline_outside", given=content.name))
    path = root / FORGES[forge]
    if path.exists():
        again = command("new", "pipeline")
        raise ContentError(problem("--forge", 0, "pipeline_taken", given=FORGES[forge], command=again))
    return path


def write_pipeline(content: Path, forge: str, root: Path = ROOT) -> Path:
    """Write the pipeline of a content, and return its path. Raises ``ContentError`` as ``find_place`` does."""
    path = find_place(content, forge, root)
    # forges mean something else by two braces
    environment = Environment(
        variable_start_string="<<", variable_end_string=">>", keep_trailing_newline=True, undefined=StrictUndefined
    )
    # a text in JSON is one in YAML, whatever is in the name
    name = json.dumps(content.resolve().relative_to(root.resolve()).as_posix(), ensure_ascii=False)
    text = environment.from_string(textfile.read_text(TEMPLATES / f"{forge}.yml")).render(content=name)
    path.parent.mkdir(parents=True, exist_ok=True)
    textfile.write_text(path, text)
    return path
