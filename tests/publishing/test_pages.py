"""A branch of a repository as a target: a real git, with a bare repository in the place of the forge."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.publishing.config import PagesTarget, make_target
from plugins.publishing.messages import PublishError
from plugins.publishing.publish import publish, rollback
from plugins.publishing.release import SiteBuild
from plugins.publishing.repair import carry_out, plan_repair
from plugins.publishing.targets.git_branch import GitBranch
from plugins.publishing.targets.pages import NO_JEKYLL, Pages
from tests.publishing.forge import BRANCH, commit_by_hand, git, new_forge, open_pages, public_files
from tests.publishing.publisher import POLICY, REQUEST
from tests.publishing.site_factory import WINNERS, read_files, strange
from tests.support.needs import needs

pytestmark = needs("git")


def _bytes(repository: Path, *words: str, data: bytes = b"") -> bytes:
    command = ["git", f"--git-dir={repository}", *words]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


@pytest.fixture
def forge(tmp_path: Path) -> Path:
    return new_forge(tmp_path)


def _commits(forge: Path) -> list[str]:
    return git(forge, "log", "--format=%s", BRANCH).splitlines()


def test_publications_and_rollbacks_are_commits_of_the_branch(
    forge: Path, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    first = publish(open_pages(forge), site_a, POLICY, REQUEST).release.id
    assert public_files(forge) == read_files(site_a.folder)
    assert NO_JEKYLL in git(forge, "ls-tree", "--name-only", BRANCH)
    assert publish(open_pages(forge), site_a, POLICY, REQUEST).plan == ()
    second = publish(open_pages(forge), site_b, POLICY, REQUEST).release.id
    assert read_files(site_b.folder).items() <= public_files(forge).items()
    rollback(open_pages(forge), first, POLICY, REQUEST)
    assert read_files(site_a.folder).items() <= public_files(forge).items()
    assert WINNERS not in public_files(forge)
    assert _commits(forge) == [f"rollback {first}", f"publish {second}", f"publish {first}"]
    records = [(record.sequence, record.action) for record in open_pages(forge).load_records()]
    assert records == [(1, "publish"), (2, "publish"), (3, "rollback")]


def test_upload_and_change_end_with_all_files(forge: Path, site_a: SiteBuild) -> None:
    progress: list[tuple[int, int]] = []
    publish(open_pages(forge), site_a, POLICY, REQUEST, on_progress=lambda *counts: progress.append(counts))
    count = len(public_files(forge))
    # of the upload, then of what becomes public
    assert progress == [(count, count)] * 2


def test_commits_name_nobody(forge: Path, site_a: SiteBuild) -> None:
    publish(open_pages(forge), site_a, POLICY, REQUEST)
    assert git(forge, "log", "--format=%an <%ae> %cI", BRANCH).strip() == (
        "xunzhan <xunzhan@localhost> 2026-11-23T09:00:00+00:00"
    )


def test_gates_are_those_of_anyopen_pages(forge: Path, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(open_pages(forge), site_b, POLICY, REQUEST)
    for build, code in ((site_a, "backward"), (replace(site_b, clearance=None), "no_clearance")):
        with pytest.raises(PublishError) as caught:
            publish(open_pages(forge), build, POLICY, REQUEST)
        assert [message.code for message in caught.value.messages] == [code]
    assert len(_commits(forge)) == 1


def test_files_of_others_on_the_branch_stay(forge: Path, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(open_pages(forge), site_a, POLICY, REQUEST)
    commit_by_hand(forge, "CNAME", b"www.example.org\n")
    publish(open_pages(forge), site_b, POLICY, REQUEST)
    assert public_files(forge)["CNAME"] == b"www.example.org\n"
    assert open_pages(forge).load_state().foreign == {"CNAME"}


def test_links_programs_and_any_names_of_others_stay(forge: Path, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(open_pages(forge), site_a, POLICY, REQUEST)
    rows = {
        b"100755 blob %s\trun.sh": b"index.html",
        b"120000 blob %s\thome": b"index.html",
        b"100644 blob %s\t" + "附件.doc".encode("gb18030"): b"text",
    }
    tree = _bytes(forge, "ls-tree", "-z", BRANCH)
    tree += b"".join(
        row % _bytes(forge, "hash-object", "-w", "--stdin", data=data).strip() + b"\0" for row, data in rows.items()
    )
    tree += b"160000 commit %s\tmodule\0" % _bytes(forge, "rev-parse", BRANCH).strip()
    changed = _bytes(forge, "mktree", "-z", data=tree).decode().strip()
    words = ("-c", "user.name=x", "-c", "user.email=x@localhost", "commit-tree", changed, "-p", BRANCH, "-m", "by hand")
    git(forge, "update-ref", f"refs/heads/{BRANCH}", git(forge, *words).strip())
    others = _entries_of_others(forge)
    publish(open_pages(forge), site_b, POLICY, REQUEST)
    assert _entries_of_others(forge) == others
    assert len(others) == 4


def _entries_of_others(forge: Path) -> list[bytes]:
    rows = _bytes(forge, "ls-tree", "-r", "-z", BRANCH).split(b"\0")
    return [row for row in rows if row.endswith((b"\trun.sh", b"\thome", b"\tmodule", b".doc"))]


def test_rule_of_the_forge_is_reported_in_its_words(forge: Path, site_a: SiteBuild) -> None:
    hook = forge / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8", newline="\n")
    hook.chmod(0o755)
    with pytest.raises(PublishError) as caught:
        publish(open_pages(forge), site_a, POLICY, REQUEST)
    (problem,) = caught.value.messages
    assert problem.code == "git_failed"
    assert "hook declined" in dict(problem.values)["why"]


def test_branch_that_was_pushed_to_meanwhile_stays_as_it_is(forge: Path, site_a: SiteBuild, site_b: SiteBuild) -> None:
    publish(open_pages(forge), site_a, POLICY, REQUEST)
    slow = open_pages(forge)

    class Slow(Pages):
        def finish(self, *words: object) -> object:  # type: ignore[override]
            commit_by_hand(forge, "CNAME", b"www.example.org\n")
            return super().finish(*words)  # type: ignore[arg-type]

    with pytest.raises(PublishError) as caught:
        publish(Slow(slow.git), site_b, POLICY, REQUEST)
    (problem,) = caught.value.messages
    assert (problem.code, "stale info" in dict(problem.values)["why"]) == ("branch_moved", True)
    assert _commits(forge)[0] == "by hand"
    assert open_pages(forge).load_state().sequence == 1
    publish(open_pages(forge), site_b, POLICY, REQUEST)
    assert read_files(site_b.folder).items() <= public_files(forge).items()


def _damage(forge: Path, path: str) -> str:
    """Cut a file of the state short; return the name of its branch."""
    branch = GitBranch(str(forge), BRANCH)
    heads = branch.fetch()
    name = branch.state_branch
    objects = branch.list_tree(heads[name]) | {path: branch.write(b"cut")}
    branch.push({name: branch.commit(objects, heads[name], "cut", "2026-11-23T10:00:00+00:00")}, heads)
    return name


def test_damaged_state_is_reported_and_made_again(forge: Path, site_a: SiteBuild) -> None:
    publish(open_pages(forge), site_a, POLICY, REQUEST)
    _damage(forge, "state.json.gz")
    with pytest.raises(PublishError) as caught:
        publish(open_pages(forge), site_a, POLICY, REQUEST)
    assert [message.code for message in caught.value.messages] == ["damaged"]
    target = open_pages(forge)
    carry_out(target, plan_repair(target, ()), "Mu Mu", 0, lambda _: None)
    assert publish(open_pages(forge), site_a, POLICY, REQUEST).plan == ()


def test_damaged_record_is_set_aside_for_good(forge: Path, site_a: SiteBuild) -> None:
    publish(open_pages(forge), site_a, POLICY, REQUEST)
    name = _damage(forge, "records/000001.json")
    target = open_pages(forge)
    carry_out(target, plan_repair(target, ()), "Mu Mu", 0, lambda _: None)
    assert plan_repair(open_pages(forge), ()).is_empty
    assert "damaged/records-000001.json" in git(forge, "ls-tree", "-r", "--name-only", name).splitlines()


def test_release_that_was_purged_from_the_history_is_reported(
    forge: Path, site_a: SiteBuild, site_b: SiteBuild
) -> None:
    first = publish(open_pages(forge), site_a, POLICY, REQUEST).release.id
    publish(open_pages(forge), site_b, POLICY, REQUEST)
    words = ("-c", "user.name=x", "-c", "user.email=x@localhost", "commit-tree", f"{BRANCH}^{{tree}}", "-m", "purged")
    git(forge, "update-ref", f"refs/heads/{BRANCH}", git(forge, *words).strip())
    git(forge, "gc", "--quiet", "--prune=now")
    with pytest.raises(PublishError) as caught:
        rollback(open_pages(forge), first, POLICY, REQUEST)
    (problem,) = caught.value.messages
    assert (problem.code, dict(problem.values)["release"]) == ("blobs_collected", first)
    publish(open_pages(forge), site_b, POLICY, REQUEST)
    assert read_files(site_b.folder).items() <= public_files(forge).items()


def test_strange_names_arrive_exactly(forge: Path, tmp_path: Path) -> None:
    site = strange(tmp_path / "site")
    publish(open_pages(forge), site, replace(POLICY, rehearsal=True), REQUEST)
    assert public_files(forge) == read_files(site.folder)


def test_repository_out_of_reach_is_reported(tmp_path: Path, site_a: SiteBuild) -> None:
    with pytest.raises(PublishError) as caught:
        publish(open_pages(tmp_path / "nowhere"), site_a, POLICY, REQUEST)
    assert [message.code for message in caught.value.messages] == ["git_failed"]


@pytest.mark.parametrize(
    ("repository", "is_right"),
    [
        ("git@forge.example:city/site.git", True),
        ("https://forge.example/city/site.git", True),
        ("ssh://git@forge.example/city/site.git", True),
        ("https://me:secret@forge.example/city/site.git", False),
        ("ext::sh -c id", False),
        ("--upload-pack=id", False),
    ],
)
def test_address_of_a_repository_starts_no_program_and_has_no_secret(repository: str, is_right: bool) -> None:
    values = {"kind": "pages", "repository": repository, "address": "https://city.example/"}
    if is_right:
        assert isinstance(make_target("pages", PagesTarget(**values)), Pages)
    else:
        with pytest.raises(ValueError, match="repository"):
            PagesTarget(**values)
