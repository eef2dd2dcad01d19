"""Options and results of a build, and what a failure says."""

from __future__ import annotations

import errno
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plugins.content.problems import ContentError, problem
from plugins.site.build_result import THEME, BuildError, BuildOptions, BuildResult

OPTIONS = BuildOptions(content=Path("content"), output=Path("output"))
BUILT = BuildResult(output=Path("output"), stage="vote")
WARNING, MISTAKE = problem("a", 1, "warn_not_read", name="a"), problem("a", 1, "no_front_matter")


def test_settings_of_a_build_are_those_in_which_it_differs() -> None:
    assert OPTIONS.to_settings() == {
        "PATH": str(Path.cwd() / "content"),
        "OUTPUT_PATH": str(Path.cwd() / "output"),
        "THEME": str(THEME),
        "STAGE": None,
        "SITEURL": "",
        "PREVIEW": False,
        "TRIAL_POLL": "",
        "REHEARSAL": False,
        "ARCHIVED": "",
    }
    options = replace(OPTIONS, stage="vote", site_url="https://x.example", preview=True, rehearsal=True)
    settings = replace(options, trial_poll="https://poll.example", archived=date(2024, 3, 9)).to_settings()
    assert (settings["STAGE"], settings["SITEURL"], settings["TRIAL_POLL"]) == (
        "vote",
        "https://x.example",
        "https://poll.example",
    )
    assert (settings["PREVIEW"], settings["REHEARSAL"], settings["ARCHIVED"]) == (True, True, "2024-03-09")


def test_site_with_warnings_is_built() -> None:
    for result in (BUILT, replace(BUILT, problems=(WARNING,))):
        assert result.ok
        result.raise_for_failure()
        assert result.failure_message("en") is None


def test_errors_of_the_content_are_raised_with_the_warnings() -> None:
    result = replace(BUILT, problems=(WARNING, MISTAKE))
    assert not result.ok
    with pytest.raises(ContentError) as raised:
        result.raise_for_failure()
    assert raised.value.problems == (WARNING, MISTAKE)
    assert result.failure_message("en") is None


def test_error_of_the_disk_is_raised_and_explained() -> None:
    result = replace(BUILT, failure=OSError(errno.ENOSPC, "No space left on device"))
    assert not result.ok
    with pytest.raises(OSError, match="No space left"):
        result.raise_for_failure()
    message = result.failure_message("en")
    assert message
    assert "output" in message
    assert message.endswith(" The former site is as it was.")


@pytest.mark.parametrize("code", ["crashed", "output_contains_content"])
def test_other_failure_is_an_error_with_its_text(code: str) -> None:
    result = replace(BUILT, failure=code, problems=(WARNING,))
    assert not result.ok
    with pytest.raises(BuildError) as raised:
        result.raise_for_failure()
    assert (raised.value.result, raised.value.problems) == (result, (WARNING,))
    assert [raised.value.text(lang) for lang in ("zh-Hans", "en")] == [
        {
            "crashed": "生成网站的进程意外结束。",
            "output_contains_content": (
                "输出文件夹不能包含内容文件夹，否则内容会被覆盖。请用 --output 指定另一个文件夹。"
            ),
        }[code],
        {
            "crashed": "The process that built the site ended unexpectedly.",
            "output_contains_content": (
                "The output folder must not hold the content, or the content would be replaced. Give another --output."
            ),
        }[code],
    ]
    assert BuildError(replace(result, failure=None)).text("en") == ""
