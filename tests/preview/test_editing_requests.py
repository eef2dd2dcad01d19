"""Requests of the editing forms over HTTP: ours work, hostile ones change nothing and tell nothing."""

from __future__ import annotations

import http.client
import io
import json
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from plugins.editing.messages import say
from plugins.editing.session import EditingSession
from plugins.preview.server.editing import TOKEN_HEADER, EditingRoutes
from plugins.preview.server.http import Handler, create_server
from tests.support.builds import SHIPPED, TINY, files
from tests.support.forms import read_controls

GARDEN = "/.edit/entries/rain-garden"
FORM = "application/x-www-form-urlencoded"
RAW = "application/octet-stream"


@dataclass(frozen=True)
class Site:
    """A server with a session."""

    content: Path
    session: EditingSession
    port: int

    def request(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a request with just these headers; a name without a value takes one away."""
        host = f"127.0.0.1:{self.port}"
        base = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin", "Content-Type": FORM}
        base |= {"Content-Length": str(len(body)), TOKEN_HEADER: self.session.token}
        base = {name: value for name, value in (base | (headers or {})).items() if value}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in base.items():
            connection.putheader(name, value)
        connection.endheaders(body or None)
        response = connection.getresponse()
        answer = response.status, dict(response.getheaders()), response.read()
        connection.close()
        return answer

    def form(self, **changes: str) -> bytes:
        """What the form of an entry sends, with other values."""
        _, _, page = self.request("GET", GARDEN)
        controls = [(name, changes.pop(name, value)) for name, value in read_controls(page)]
        return urlencode([*controls, *changes.items()]).encode()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server over a copy of the tiny competition; tests change it back."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(TINY, folder / "content")
    (folder / "secret.md").write_bytes(b"---\nsecret: yes\n---\n")
    session = EditingSession(folder / "content", folder / "editing", "en")
    server = create_server(0)
    server.RequestHandlerClass = type("Bound", (Handler,), {"editing": EditingRoutes(session)})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield Site(folder / "content", session, server.server_address[1])
    server.shutdown()
    server.server_close()
    thread.join()


def test_form_of_ours_is_saved_and_undone(site: Site) -> None:
    before = files(site.content)
    status, headers, _ = site.request("POST", GARDEN, site.form(**{"summary@zh-Hans": "新的"}))
    assert (status, headers["Location"]) == (303, f"{GARDEN}?saved=1")
    assert "summary: 新的" in (site.content / "entries/rain-garden/index.md").read_text(encoding="utf-8")
    status, _, page = site.request("GET", headers["Location"])
    assert status == 200
    assert b"/.edit/undo/1" in page
    status, _, _ = site.request("POST", "/.edit/undo/1", urlencode({"token": site.session.token}).encode())
    assert (status, files(site.content)) == (303, before)
    status, _, page = site.request("POST", "/.edit/undo/1", urlencode({"token": site.session.token}).encode())
    assert status == 409


FOREIGN = {
    "another host": ({"Host": "evil.example"}, 421),
    "no host": ({"Host": ""}, 421),
    "another origin": ({"Origin": "https://evil.example"}, 403),
    "another port": ({"Origin": "http://127.0.0.1:1"}, 403),
    "an opaque origin": ({"Origin": "null"}, 403),
    "no origin": ({"Origin": ""}, 403),
    "another site": ({"Sec-Fetch-Site": "cross-site"}, 403),
    "a neighbour": ({"Sec-Fetch-Site": "same-site"}, 403),
    "another type": ({"Content-Type": "text/plain"}, 403),
    "a form of files": ({"Content-Type": "multipart/form-data; boundary=x"}, 403),
    "no length": ({"Content-Length": ""}, 411),
    "a length below none": ({"Content-Length": "-1"}, 411),
    "a claim of 2 GB": ({"Content-Length": "2000000000"}, 413),
    "more digits than Python reads": ({"Content-Length": "9" * 5000}, 411),
    "half a bracket": ({"Host": "["}, 421),
}


@pytest.mark.parametrize(("headers", "expected"), FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("path", [GARDEN, "/.edit/upload?folder=entries/rain-garden&name=x.png&accepts=picture"])
def test_foreign_requests_change_nothing(site: Site, headers: dict[str, str], expected: int, path: str) -> None:
    before, body = files(site.content), site.form(**{"summary@zh-Hans": "foreign"})
    kind = {"Content-Type": RAW} if "upload" in path else {}
    status, _, answer = site.request("POST", path, body, {**kind, **headers})
    # an upload says in words that the file is too large
    assert status == (409 if expected == 413 and kind else expected)
    assert site.session.token.encode() not in answer
    assert files(site.content) == before


def test_form_that_breaks_off_is_not_saved(site: Site) -> None:
    before, body = files(site.content), site.form(**{"summary@zh-Hans": "cut"})
    host = f"127.0.0.1:{site.port}"
    head = f"POST {GARDEN} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: {FORM}\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[: body.index(b"&body=") + 40])
        connection.shutdown(socket.SHUT_WR)
        assert b" 409 " in connection.makefile("rb").readline()
    assert files(site.content) == before


@pytest.mark.parametrize("token", ["", "x", "é", "0" * 43])
def test_token_is_needed(site: Site, token: str) -> None:
    before = files(site.content)
    for path, body in (
        (GARDEN, site.form(token=token, **{"summary@zh-Hans": "forged"})),
        ("/.edit/undo/1", b"token=" + quote(token).encode()),
    ):
        assert site.request("POST", path, body)[0] == 403
    kind = {"Content-Type": RAW, TOKEN_HEADER: quote(token) or "-"}
    assert (
        site.request("POST", "/.edit/upload?folder=entries/rain-garden&name=x.png&accepts=picture", b"x", kind)[0]
        == 403
    )
    assert files(site.content) == before


PATHS = (
    *("/.edit/../secret", "/.edit/entries/..", "/.edit/entries/../../secret.md", "/.edit/entries/%2e%2e/x"),
    *("/.edit/file/../secret.md", "/.edit/file/entries/rain-garden/index.md", "/.edit/file/entries/../../x.png"),
    *(
        "/.edit/file/entries/rain-garden/..%2f..%2f..%2fsecret.png",
        "/.edit/uploaded/x/y.png",
        "/.edit/uploaded/../x.png",
    ),
    *("/.edit/entries/rain-garden%00", "/.edit/new/../units", "/.edit/new/drafts", "/.edit/restore/../../x"),
    *("/.edit/units/../x", "/.edit/results/votes", "/.edit/file/results/awards.yaml"),
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_else_is_read_or_written(site: Site, method: str, path: str) -> None:
    before = files(site.content)
    body = site.form(**{"summary@zh-Hans": "elsewhere"}) if method == "POST" else b""
    status, _, answer = site.request(method, path, body)
    assert status in {404, 409}
    assert b"secret: yes" not in answer
    assert files(site.content) == before


@pytest.mark.parametrize(("path", "heading"), [("", "All content"), ("history", "Undo and bin")])
def test_what_there_is_to_edit_and_what_was_edited_are_pages(site: Site, path: str, heading: str) -> None:
    status, headers, page = site.request("GET", f"/.edit/{path}")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert f"<h1>{heading}</h1>".encode() in page


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("entries/rain-garden", "/entries/rain-garden/"),
        ("entries/rain-garden/en", "/en/entries/rain-garden/"),
        ("articles/launch", "/news/launch/"),
        ("pages/rules", "/rules/"),
        ("shortlist", "/tour/"),
        ("awards", "/winners/"),
        ("stages", "/"),
        ("units/water-bureau", ""),
        ("new/entries", ""),
    ],
)
def test_a_form_shows_the_page_that_it_makes(site: Site, path: str, address: str) -> None:
    page = BeautifulSoup(site.request("GET", f"/.edit/{path}")[2], "html.parser")
    assert [frame["src"] for frame in page("iframe")] == [address] * bool(address)


@pytest.mark.parametrize("action", ["", "save", "delete"])
def test_an_address_that_is_nothing_is_quoted_in_part(site: Site, action: str) -> None:
    body = urlencode({"token": site.session.token, "action": action}).encode() if action else b""
    status, _, page = site.request("POST" if action else "GET", "/.edit/" + "x" * 90, body)
    assert (status, re.findall(rb"x{9,}", page)) == (404, [b"x" * 80])


@pytest.mark.posix
def test_links_are_not_followed(site: Site) -> None:
    link = site.content / "entries/linked"
    link.symlink_to(site.content.parent)
    try:
        for path in ("/.edit/entries/linked", "/.edit/file/entries/linked/x.png"):
            assert site.request("GET", path)[0] in {404, 409}
        upload = "/.edit/picture?folder=entries/linked&name=x.png&turn=90"
        assert site.request("POST", upload, b"", {"Content-Type": RAW})[0] == 409
    finally:
        link.unlink()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("folder=..&name=x.png&accepts=picture", 404),
        ("folder=entries/..&name=x.png&accepts=picture", 404),
        ("folder=results/x&name=x.png", 404),
        ("folder=entries/rain-garden&name=x.exe&accepts=picture", 409),
        ("folder=entries/rain-garden&name=x.png&accepts=program", 404),
        ("folder=entries/rain-garden&name=x.png", 404),
        ("folder=entries/rain-garden&name=x.pdf&accepts=document", 409),
        ("", 404),
    ],
)
def test_uploads_that_the_content_cannot_hold_are_refused(site: Site, query: str, status: int) -> None:
    before = files(site.content)
    assert site.request("POST", f"/.edit/upload?{query}", b"MZ", {"Content-Type": RAW})[0] == status
    assert files(site.content) == before


@pytest.mark.parametrize("length", [4_000_000, 4_000_001])
def test_form_may_have_four_megabytes(site: Site, length: int) -> None:
    # the token is missing, which is only seen in what was read
    status, _, _ = site.request("POST", GARDEN, b"a=" + b"x" * (length - 2))
    assert status == (403 if length == 4_000_000 else 413)


@pytest.mark.parametrize(
    ("query", "status", "problem"),
    [
        *((query, 409, say("refused_lead", "en")) for query in ("turn=45", "crop=50,0,50,0", "crop=nan,0,0,0")),
        ("blur=0,0,0,-1", 409, say("refused_lead", "en")),
        *((query, 409, '"none.png" cannot be opened') for query in ("turn=270", "crop=1", "upload=x")),
        ("name=..%2Fx.png", 404, say("missing", "en")),
    ],
)
def test_pictures_are_changed_only_as_the_form_can(site: Site, query: str, status: int, problem: str) -> None:
    before = files(site.content)
    path = f"/.edit/picture?folder=entries/rain-garden&{query}" + ("" if "name" in query else "&name=none.png")
    answer = site.request("POST", path, b"", {"Content-Type": RAW})
    assert answer[0] == status
    assert problem in json.loads(answer[2])["problem"]
    assert files(site.content) == before


def test_picture_of_the_content_is_changed_beside_it(site: Site) -> None:
    before = files(site.content)
    cover = Image.open(site.content / "entries/rain-garden/cover.png")
    path = "/.edit/picture?folder=entries/rain-garden&name=cover.png&turn=90&crop=0,50,0,0&blur=0,0,50,0"
    status, _, answer = site.request("POST", path, b"", {"Content-Type": RAW})
    values = json.loads(answer)
    assert (status, values["note"]) == (200, "")
    picture = site.request("GET", f"/.edit/uploaded/{values['token']}/{values['name']}")
    assert (picture[0], picture[1]["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(picture[2])).size == (cover.height, cover.width - cover.width // 2)
    assert site.request("GET", f"/.edit/uploaded/{values['token']}/x.png")[0] == 404
    shown = site.request("GET", "/.edit/file/entries/rain-garden/cover.png")
    assert (shown[0], shown[1]["Content-Type"], shown[2]) == (200, "image/png", before["entries/rain-garden/cover.png"])
    assert site.request("GET", "/.edit/file/entries/rain-garden/none.png")[0] == 404
    assert files(site.content) == before


def test_picture_is_kept_aside_until_the_form_is_saved(site: Site) -> None:
    before, stream = files(site.content), io.BytesIO()
    Image.new("RGB", (60, 40)).save(stream, "PNG")
    path = "/.edit/upload?folder=entries/rain-garden&name=%E5%9B%BE.png&accepts=picture"
    status, _, answer = site.request("POST", path, stream.getvalue(), {"Content-Type": RAW})
    assert (status, b'"name": "tu.png"' in answer) == (200, True)
    assert files(site.content) == before


FILM = SHIPPED / "entries/rain-lookouts"
MEDIA = {
    "film": ("一天.mp4", "yi-tian.mp4", (FILM / "film.mp4").read_bytes()),
    "captions": ("film.vtt", "film.vtt", (FILM / "film.vtt").read_bytes()),
    "document": ("手册.pdf", "shou-ce.pdf", b"%PDF-1.4\n%%EOF\n"),
}


def _upload(site: Site, accepts: str, name: str, data: bytes) -> tuple[int, dict[str, str]]:
    query = urlencode({"folder": "entries/rain-garden", "name": name, "accepts": accepts})
    status, _, answer = site.request("POST", f"/.edit/upload?{query}", data, {"Content-Type": RAW})
    return status, json.loads(answer)


def test_film_and_document_are_saved_with_the_form_that_names_them(site: Site) -> None:
    before, names = files(site.content), {}
    uploads = {accepts: _upload(site, accepts, name, data) for accepts, (name, _, data) in MEDIA.items()}
    assert files(site.content) == before
    for accepts, (status, answer) in uploads.items():
        assert (status, answer["name"]) == (200, MEDIA[accepts][1])
        names[accepts] = answer["name"]
    form = site.form(
        **{"video.title@zh-Hans": "一天", "video.transcript@zh-Hans": "画面里下着雨。", "video.poster": "view.png"},
        **{"video.file": names["film"], "video.captions": names["captions"]},
        **{"downloads.new1.label@zh-Hans": "手册", "downloads.new1.file": names["document"]},
    )
    tokens = urlencode([("upload", answer["token"]) for _, answer in uploads.values()]).encode()
    status, headers, page = site.request("POST", GARDEN, form + b"&" + tokens)
    assert status == 303, page.decode()
    after = files(site.content)
    for _, name, data in MEDIA.values():
        assert after[f"entries/rain-garden/{name}"] == data
    site.request(
        "POST", f"/.edit/undo/{headers['Location'].rpartition('=')[2]}", b"token=" + site.session.token.encode()
    )
    assert files(site.content) == before


@pytest.mark.parametrize("accepts", MEDIA)
def test_file_that_only_bears_the_name_of_a_film_or_document_is_refused(site: Site, accepts: str) -> None:
    before = files(site.content)
    status, answer = _upload(site, accepts, MEDIA[accepts][0], b"MZ" * 100)
    assert status == 409
    assert answer["problem"].endswith(
        f"is not a real {Path(MEDIA[accepts][1]).suffix} file. Export it again in that format."
    )
    assert answer["problem"].startswith('"')
    assert files(site.content) == before


def test_answers_are_for_this_page_alone(site: Site) -> None:
    status, headers, page = site.request("GET", GARDEN)
    assert (status, headers["X-Content-Type-Options"], headers["Cache-Control"]) == (200, "nosniff", "no-store")
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert b"form-action 'self'" in page
    assert site.request("GET", GARDEN, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})[0] == 403
