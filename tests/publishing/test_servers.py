"""The printed settings of web servers: verify-live passes a right site, and names each fault by its kind."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
import urllib3

from plugins.publishing.headers import site_headers
from plugins.publishing.publish import TargetPolicy, publish
from plugins.publishing.release import Release, SiteBuild
from plugins.publishing.servers import server_formats
from plugins.publishing.targets.directory import Directory
from plugins.publishing.targets.local_host import LocalHost
from plugins.publishing.verify import VerifyResult, find_embargoed_paths, verify_site
from plugins.release.prepare import HASHED
from plugins.system.messages import LANGS
from tests.conftest import Site
from tests.publishing.publisher import REQUEST
from tests.publishing.web_servers import run_server
from tests.support.needs import needs

pytestmark = pytest.mark.posix

STAGES = ("call", "tour", "vote", "notice", "awards")
SECRET = "winners/index.html"
SERVERS = [pytest.param(name, marks=needs(name)) for name in sorted(server_formats())]


@dataclass(frozen=True)
class Published:
    """A folder that was published to twice, each release with its tree; ``hidden`` are the embargoed paths."""

    root: Path
    former: Release
    release: Release
    hidden: set[str]

    @property
    def current(self) -> Path:
        return self.root / "current"

    def verify(self, address: str) -> VerifyResult:
        return verify_site(self.release, self.hidden, address, lambda *_: None, [self.former])


@pytest.fixture(scope="module")
def published(tiny_site: Site) -> Iterator[Published]:
    """The tiny site as it is in the vote, published after an earlier form of it; other users can read it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        built = Path(shutil.copytree(tiny_site("vote"), folder / "site"))
        secret = {SECRET: "awards", "media/0123456789abcdef.png": "awards"}
        build = SiteBuild(built, "vote", STAGES, secret, HASHED)
        target, policy = (
            Directory(LocalHost(folder / "www"), 20),
            TargetPolicy("https://www.city.example/", rehearsal=True),
        )
        page = built / "rules/index.html"
        text = page.read_bytes()
        page.write_bytes(text.replace(b"</title>", b" (before)</title>"))
        former = publish(target, build, policy, REQUEST).release
        page.write_bytes(text)
        release = publish(target, build, policy, REQUEST).release
        awards = replace(release, stage="awards", stage_indexes=dict.fromkeys(secret, 4))
        yield Published(folder / "www", former, release, find_embargoed_paths(release, [awards]))


def _settings(server: str, published: Published) -> str:
    return server_formats()[server](site_headers(published.current))


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, published: Published) -> Iterator[tuple[str, str]]:
    """The kind and the URL of a running server with the printed settings."""
    kind = str(request.param)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with run_server(kind, published.current, _settings(kind, published), Path(folder) / kind) as address:
            yield kind, address


def test_right_site_is_right(server: tuple[str, str], published: Published) -> None:
    result = published.verify(server[1])
    assert [message.text("en") for message in result.messages] == []
    assert result.summary.code == "live_right"


def test_every_answer_has_the_headers_of_the_site(server: tuple[str, str], published: Published) -> None:
    expected = site_headers(published.current)
    for path, status in (("", 200), ("entries/", 200), ("nothing/", 404), ("nothing.csv", 404), ("_headers", 404)):
        response = urllib3.request("GET", server[1] + path)
        assert response.status == status
        assert {name: response.headers[name] for name in expected} == expected
        assert "Set-Cookie" not in response.headers
        if status == 404:
            assert response.data == (published.current / "404.html").read_bytes()
            assert response.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("kind", sorted(server_formats()))
def test_quotes_in_a_header_are_escaped(kind: str) -> None:
    assert r'X-A "say \"b\""' in server_formats()[kind]({"X-A": 'say "b"'})


def test_folder_without_its_slash_leads_on(server: tuple[str, str]) -> None:
    response = urllib3.request("GET", f"{server[1]}entries", redirect=False)
    assert (response.status, response.headers["Location"].rpartition("/entries")[2]) in {(301, "/"), (308, "/")}


@pytest.mark.parametrize("path", ["", "data/index.json"])
def test_compressed_siblings_are_sent(server: tuple[str, str], published: Published, path: str) -> None:
    file = published.current / (path or "index.html")
    if not file.exists():
        file = next(file for file in sorted(published.current.rglob("*.json")) if Path(f"{file}.gz").exists())
        path = file.relative_to(published.current).as_posix()
    url = server[1] + path
    response = urllib3.request(
        "GET", url, headers={"Accept-Encoding": "gzip"}, decode_content=False, preload_content=False
    )
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.read(decode_content=False) == Path(f"{file}.gz").read_bytes()
    assert response.headers["Content-Type"] == urllib3.request("HEAD", url).headers["Content-Type"]
    assert "Accept-Encoding" in response.headers["Vary"]


# a fault in the public folder, put right at the end
Fault = Callable[[Path], None]


def _write(path: str, data: bytes, tree: Path) -> None:
    (tree / path).parent.mkdir(parents=True, exist_ok=True)
    (tree / path).unlink(missing_ok=True)
    (tree / path).write_bytes(data)


def _drop(path: str, tree: Path) -> None:
    (tree / path).unlink()


def _drop_folder(path: str, tree: Path) -> None:
    shutil.rmtree(tree / path)


def _cut(path: str, tree: Path) -> None:
    _write(path, (tree / path).read_bytes()[:-100], tree)


def _copy(path: str, other: str, tree: Path) -> None:
    _write(path, (tree / other).read_bytes(), tree)


def _first(pattern: str, change: Callable[[str, Path], None], tree: Path) -> None:
    change(sorted(path.relative_to(tree).as_posix() for path in tree.glob(pattern))[0], tree)


def _all(*faults: Fault) -> Fault:
    return lambda tree: [fault(tree) for fault in faults] and None


def _former_page(tree: Path) -> None:
    text = (tree / "rules/index.html").read_bytes()
    _write("rules/index.html", text.replace(b"</title>", b" (before)</title>"), tree)


FAULTS: dict[str, tuple[Fault, str]] = {
    "page is gone": (partial(_drop, "rules/index.html"), "live_status"),
    "home is gone": (partial(_drop, "index.html"), "live_status"),
    "error page is gone": (partial(_drop, "404.html"), "live_status"),
    "style is gone": (partial(_first, "theme/*.css", _drop), "live_status"),
    "script is gone": (partial(_first, "theme/*.js", _drop), "live_status"),
    "picture is gone": (partial(_first, "media/*.png", _drop), "live_status"),
    "feed is gone": (partial(_drop, "feed.xml"), "live_status"),
    "folder is gone": (partial(_drop_folder, "entries"), "live_status"),
    "data are gone": (partial(_drop_folder, "data"), "live_status"),
    "page is cut off": (partial(_cut, "rules/index.html"), "live_contents"),
    "page is empty": (partial(_write, "rules/index.html", b""), "live_contents"),
    "page is another": (partial(_copy, "rules/index.html", "news/index.html"), "live_contents"),
    "picture is cut off": (partial(_first, "media/*.jpg", _cut), "live_contents"),
    "style is edited": (partial(_first, "theme/*.css", _cut), "live_contents"),
    "page is of the former release": (_former_page, "live_former"),
    "page is gone, another is former": (_all(_former_page, partial(_drop, "404.html")), "live_status"),
    "secret page is public": (partial(_write, SECRET, b"the winners"), "live_leak"),
    "secret picture is public": (partial(_write, "media/0123456789abcdef.png", b"PNG"), "live_leak"),
    "secret page beside other faults": (
        _all(partial(_write, SECRET, b"the winners"), partial(_drop, "404.html"), partial(_drop_folder, "entries")),
        "live_leak",
    ),
    "home in place of a secret page": (partial(_copy, SECRET, "index.html"), "live_soft_404"),
}


@contextmanager
def _spoilt(current: Path, fault: Fault) -> Iterator[None]:
    """The public folder with a fault: a copy is public instead, as a publication switches it."""
    tree = current.resolve()
    copy = Path(shutil.copytree(tree, tree.with_name("spoilt")))
    fault(copy)
    _switch(current, copy)
    try:
        yield
    finally:
        _switch(current, tree)
        shutil.rmtree(copy)


def _switch(current: Path, tree: Path) -> None:
    new = current.with_name("new")
    new.symlink_to(tree)
    new.replace(current)


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_found_and_named(server: tuple[str, str], published: Published, fault: str) -> None:
    plant, code = FAULTS[fault]
    with _spoilt(published.current, plant):
        result = published.verify(server[1])
    assert result.messages[0].code == code
    if code == "live_leak":
        assert (len(result.messages), result.summary) == (1, result.messages[0])
    assert published.verify(server[1]).messages == ()


# settings as careless people leave them, and the kinds that are found
SETTINGS: dict[tuple[str, str], tuple[str, str, list[str]]] = {
    ("nginx", "no cache"): ("add_header Cache-Control $xunzhan_cache always;", "", ["live_header"] * 2),
    ("nginx", "no charset"): ("charset utf-8;", "", ["live_header"]),
    ("nginx", "types of Debian's file"): ("text/csv csv;", "", ["live_header"]),
    ("nginx", "one page for all"): (
        "error_page 404 /404.html;",
        "try_files $uri $uri/ /index.html;",
        ["live_soft_404"],
    ),
    ("nginx", "answers 200 to all"): ("error_page 404 /404.html;", "error_page 404 =200 /404.html;", ["live_soft_404"]),
    # all that CDNs offer for what is missing: it must be set in the store
    ("nginx", "leads to the error page"): (
        "error_page 404 /404.html;",
        "error_page 404 =302 $scheme://$http_host/404.html;",
        ["live_soft_404"],
    ),
    ("caddy", "no cache"): ("header @hashed Cache-Control", "header @hashed X-Cache", ["live_header"]),
    ("apache", "no types"): ("AddType", "# AddType", ["live_header"]),
}


@pytest.mark.parametrize(
    ("kind", "mistake"), [pytest.param(kind, mistake, marks=needs(kind)) for kind, mistake in SETTINGS]
)
def test_wrong_setting_is_one_line_a_kind(published: Published, kind: str, mistake: str) -> None:
    old, new, codes = SETTINGS[kind, mistake]
    settings = _settings(kind, published)
    assert old in settings
    with (
        tempfile.TemporaryDirectory() as folder,
        run_server(kind, published.current, settings.replace(old, new), Path(folder)) as address,
    ):
        result = published.verify(address)
    assert {message.code for message in result.messages} == set(codes)
    # a line for each kind and value, not for each file
    assert len(result.messages) < 25


@needs("nginx")
def test_files_kept_open_after_a_switch_are_named(published: Published) -> None:
    settings = _settings("nginx", published).replace(
        "open_file_cache off;", "open_file_cache max=1000; open_file_cache_valid 1h;"
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        run_server("nginx", published.current, settings, Path(folder)) as address,
    ):
        former = next(tree for tree in (published.root / "releases").iterdir() if tree != published.current.resolve())
        tree = published.current.resolve()
        _switch(published.current, former)
        urllib3.request("GET", f"{address}rules/")
        _switch(published.current, tree)
        result = published.verify(address)
    assert [message.code for message in result.messages] == ["live_former"]
    assert all("open_file_cache" in result.messages[0].text(lang) for lang in LANGS)


def test_site_out_of_reach_is_one_line(published: Published) -> None:
    result = published.verify("http://127.0.0.1:1/")
    assert [message.code for message in (*result.messages, result.summary)] == ["live_unreachable"] * 2
