"""What the public will see from one stage to the next, told before it is published."""

from __future__ import annotations

from plugins.cli.diff import Change, changes_between
from tests.conftest import Site
from tests.support.builds import TINY, invoke


def test_stages_differ_in_pages_that_appear_and_change(tiny_site: Site) -> None:
    changes = list(changes_between(tiny_site("review"), tiny_site("notice")))
    assert [each for each in changes if each.how == "new" and not each.path.startswith("en/")] == [
        Change("new", "winners/", "拟获奖项目公示 - 小城大赛")
    ]
    assert [each.path for each in changes if each.how == "gone"] == []
    (lift,) = [each for each in changes if each.path == "entries/lift-watch/"]
    assert (lift.how, lift.words[:4]) == ("changed", "拟金奖；")


def test_pages_that_go_are_told(tiny_site: Site) -> None:
    gone = [each.path for each in changes_between(tiny_site("tour"), tiny_site("call")) if each.how == "gone"]
    assert "entries/rain-garden/" in gone
    assert "news/launch/" not in gone


def test_same_stage_has_no_change() -> None:
    done = invoke("diff", "--from", "tour", "--to", "tour", "--content", str(TINY), "--lang", "en")
    assert (done.returncode, done.stdout) == (0, "From tour to tour the public sees no page changed.\n")


def test_unknown_stage_is_told_with_the_stages_there_are() -> None:
    done = invoke("diff", "--from", "tuor", "--to", "notice", "--content", str(TINY), "--lang", "en")
    assert done.returncode == 1
    assert "tuor" in done.stderr
    assert "Traceback" not in done.stderr
