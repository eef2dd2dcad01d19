"""Requests to the preview's worker and its responses: one JSON line each."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class BuildRequest:
    """Build a stage, ``""`` for the current one, into ``output``, which stays as it was if the build fails."""

    content: str
    output: str
    stage: str
    site_url: str
    lang: str
    poll_url: str = ""


@dataclass(frozen=True)
class PageRequest:
    """Render the page at ``path`` of the last good build, after this folder of the content or, with ``""``, a template
    was saved."""

    folder: str
    path: str


@dataclass(frozen=True)
class DisplayProblem:
    """A problem as the preview shows it.

    ``file`` is relative to the content, or to the project for an error in code or theme; ``display_path`` is the same
    file relative to the working directory. Both are empty for a problem without a file.
    """

    file: str
    line: int
    message: str
    is_warning: bool = False
    display_path: str = ""


@dataclass(frozen=True)
class BuildResponse:
    """Whether the site was built, its problems, and whether its build can render single pages."""

    ok: bool
    problems: tuple[DisplayProblem, ...] = ()
    renders_pages: bool = False


def serialize_request(request: BuildRequest | PageRequest) -> str:
    """Return a request as a line without its end."""
    return json.dumps({"type": type(request).__name__, **asdict(request)})


def parse_request(line: str) -> BuildRequest | PageRequest:
    """Read a request from a line."""
    values = json.loads(line)
    return PageRequest(**values) if values.pop("type") == PageRequest.__name__ else BuildRequest(**values)


def serialize_response(response: BuildResponse | bytes | None) -> str:
    """Return the response to a build request, or a page (``None`` if it cannot be rendered), as a line."""
    if isinstance(response, BuildResponse):
        return json.dumps(asdict(response))
    return json.dumps(response and base64.b64encode(response).decode())


def parse_build_response(line: str) -> BuildResponse:
    """Read the response to a ``BuildRequest``."""
    values = json.loads(line)
    problems = tuple(DisplayProblem(**problem) for problem in values.pop("problems"))
    return BuildResponse(problems=problems, **values)


def parse_page(line: str) -> bytes | None:
    """Read the response to a ``PageRequest``."""
    encoded = json.loads(line)
    return encoded and base64.b64decode(encoded)
