"""Requests of the editing forms: who may send them, what they ask for, and what they get."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from email.message import Message
from urllib.parse import parse_qs, quote, unquote, urlsplit

from plugins.content.kinds import ENTRIES, KINDS
from plugins.content.problems import ContentError
from plugins.content.schema.fields import FILE_NAME, is_slug
from plugins.editing.files.pictures import TURNS, PictureBox, PictureChange
from plugins.editing.files.storage import plain_path
from plugins.editing.files.uploads import Upload
from plugins.editing.form import SUFFIXES
from plugins.editing.messages import say
from plugins.editing.pages import EDIT, EditingPages
from plugins.editing.session import EditingSession, FormState
from plugins.editing.targets import UNNAMED
from plugins.preview.server.assets import asset_url
from plugins.preview.server.routes import HTML, PreviewResponse

FORM, RAW, JSON = "application/x-www-form-urlencoded", "application/octet-stream", "application/json"
TOKEN_HEADER = "X-Edit-Token"
MAX_FORM_BYTES, MAX_FORM_FIELDS = 4_000_000, 20_000
LENGTH = re.compile(r"[0-9]{1,18}\Z")
PICTURE_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
}


@dataclass(frozen=True)
class PostedRequest:
    """A request that wants to change something; ``read`` reads so many bytes of its body."""

    address: str
    headers: Message
    read: Callable[[int], bytes]

    @property
    def length(self) -> int:
        """The length of the body; negative if the request does not say."""
        text = self.headers.get("Content-Length", "")
        return int(text) if LENGTH.match(text) else -1


class EditingRoutes:
    """Answers requests below ``/.edit/``."""

    def __init__(self, session: EditingSession) -> None:
        self.session = session
        self.pages = EditingPages(session, asset_url)
        # one thread for all that reads the content: its connection to the cache stays open, and nothing overlaps
        self._thread = ThreadPoolExecutor(1)

    def get(self, address: str) -> PreviewResponse:
        """Answer a request that changes nothing."""
        return self._thread.submit(self._get_or_fail, address).result()

    def _get_or_fail(self, address: str) -> PreviewResponse:
        url = urlsplit(address)
        path = unquote(url.path.removeprefix(EDIT))
        try:
            return self._get(path, parse_qs(url.query))
        except (ContentError, OSError) as error:
            return self._failure(409, "broken", self.session.failure(error, path))

    def _get(self, path: str, query: Mapping[str, list[str]]) -> PreviewResponse:
        if path in {"", "history"}:
            return PreviewResponse(200, HTML, self.pages.overview() if not path else self.pages.history())
        first, _, rest = path.partition("/")
        if first in {"file", "uploaded"}:
            return self._picture(rest) if first == "file" else self._uploaded_picture(rest)
        state = self.session.start(rest) if first == "new" else self.session.open(path)
        if state is None:
            return self._missing(path)
        saved = query.get("saved", [""])[0]
        edit = next(
            (edit for edit in self.session.history.edits if str(edit.number) == saved and not edit.is_undone), None
        )
        return self._form(replace(state, saved=edit))

    def _form(self, state: FormState) -> PreviewResponse:
        return PreviewResponse(200, HTML, self.pages.form(state, self._page_url(state)))

    def _page_url(self, state: FormState) -> str:
        """The address of the page that a form makes, in the language of its text."""
        folder, languages = state.target.folder, state.languages
        kind, _, slug = folder.partition("/")
        if state.is_new or not state.target.is_markdown:
            pages = {"shortlist": "tour/", "stages": "", "awards": "winners/"}
            page = pages.get(state.target.address)
            return "/" + page if page is not None and not state.target.unit else ""
        lang = state.target.file.removeprefix(f"{folder}/index.").removesuffix("md").rstrip(".")
        prefix = f"{lang.lower()}/" if lang and lang in languages else ""
        return f"/{prefix}{KINDS[kind].url_path(slug)}"

    def post(self, request: PostedRequest) -> PreviewResponse:
        """Answer a request that changes something, if it comes from one of the editor's own pages."""
        url = urlsplit(request.address)
        path, query = unquote(url.path.removeprefix(EDIT)), parse_qs(url.query)
        is_raw = path in {"upload", "picture"}
        if refusal := self._refuse(request, is_raw=is_raw):
            return refusal
        try:
            if is_raw:
                return self._receive(path, query, request)
            body = request.read(request.length)
            if len(body) < request.length:
                # what is missing would be taken for deleted
                raise ConnectionAbortedError
            return self._thread.submit(self._post_form, path, body).result()
        except (ContentError, OSError) as error:
            failure = self.session.failure(error, path)
        except (ValueError, TypeError):
            # the forms do not send this
            failure = say("refused_lead", self.session.lang)
        return _json(409, {"problem": failure}) if is_raw else self._failure(409, "refused", failure)

    def _refuse(self, request: PostedRequest, *, is_raw: bool) -> PreviewResponse | None:
        """Refuse what another site, another program or a page of a former start sends."""
        headers = request.headers
        is_ours = headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        is_ours &= headers.get("Origin") == f"http://{headers.get('Host', '')}"
        kind = headers.get("Content-Type", "").partition(";")[0].strip()
        if not is_ours or kind != (RAW if is_raw else FORM):
            return self._failure(403, "refused", say("refused_lead", self.session.lang))
        if request.length < 0:
            return PreviewResponse(411)
        if is_raw and not secrets.compare_digest(headers.get(TOKEN_HEADER, "").encode(), self.session.token.encode()):
            return _json(403, {"problem": say("refused_lead", self.session.lang)})
        return PreviewResponse(413) if not is_raw and request.length > MAX_FORM_BYTES else None

    def _post_form(self, path: str, body: bytes) -> PreviewResponse:
        text = body.decode("utf-8")
        values = parse_qs(text, keep_blank_values=True, strict_parsing=True, max_num_fields=MAX_FORM_FIELDS)
        token = values.get("token", [""])[0]
        if not secrets.compare_digest(token.encode(), self.session.token.encode()):
            return self._failure(403, "refused", say("refused_lead", self.session.lang))
        if match := re.fullmatch(r"undo/([0-9]{1,6})|restore/([a-z]+/[a-z0-9-]+)", path):
            return self._change_history(match)
        if values.get("action") == ["delete"]:
            deleted = self.session.delete(path)
            return self._see(f"{EDIT}history") if deleted else self._missing(path)
        state = self.session.save(path, values)
        if state is None:
            return self._missing(path)
        if state.saved:
            return self._see(f"{EDIT}{state.target.address}?saved={state.saved.number}")
        return self._form(state)

    def _change_history(self, match: re.Match[str]) -> PreviewResponse:
        number, folder = match.groups()
        try:
            if number:
                self.session.undo(int(number))
            else:
                self.session.restore(folder)
        except ContentError as error:
            return PreviewResponse(409, HTML, self.pages.history(self.session.failure(error, "")))
        return self._see(f"{EDIT}history")

    def _receive(self, path: str, query: Mapping[str, list[str]], request: PostedRequest) -> PreviewResponse:
        names = {key: values[0] for key, values in query.items()}
        folder, name = names.get("folder", ""), names.get("name", "")
        accepts = "picture" if path == "picture" else names.get("accepts")
        if not _has_files(folder) or accepts not in SUFFIXES:
            return _json(404, {"problem": say("missing", self.session.lang)})
        if path == "picture":
            return self._retouch(folder, name, names)
        taken = self.session.list_files(folder)
        form = names.get("form", "")[:40]
        upload = self.session.uploads.add(request.read, request.length, name, accepts, taken, form)
        return self._answer_upload(upload)

    def _retouch(self, folder: str, name: str, names: Mapping[str, str]) -> PreviewResponse:
        upload = self.session.uploads.get(names.get("upload", ""))
        if not FILE_NAME.match(name) or (upload and upload.name != name):
            return _json(404, {"problem": say("missing", self.session.lang)})
        source = upload.path if upload else plain_path(self.session.content, f"{folder}/{name}")
        turn = int(names.get("turn", "0"))
        if turn not in TURNS:
            raise ValueError(turn)
        crop, blur = _box(names.get("crop", "")), _box(names.get("blur", ""))
        change = PictureChange(turn, crop or PictureBox(), (blur,) if blur else ())
        return self._answer_upload(self.session.uploads.change(source, name, change))

    def _answer_upload(self, upload: Upload) -> PreviewResponse:
        note = say("place_removed", self.session.lang) if upload.has_lost_place else ""
        return _json(200, {"token": upload.token, "name": upload.name, "note": note})

    def _picture(self, file: str) -> PreviewResponse:
        folder, _, name = file.rpartition("/")
        content_type = PICTURE_TYPES.get(name[name.rfind(".") :].lower())
        if not _has_files(folder) or not content_type or not FILE_NAME.match(name):
            return PreviewResponse(404)
        path = plain_path(self.session.content, file)
        return PreviewResponse(200, content_type, path.read_bytes()) if path.is_file() else PreviewResponse(404)

    def _uploaded_picture(self, rest: str) -> PreviewResponse:
        token, _, name = rest.partition("/")
        upload = self.session.uploads.get(token)
        if not upload or upload.name != name or upload.path.suffix not in PICTURE_TYPES:
            return PreviewResponse(404)
        return PreviewResponse(200, PICTURE_TYPES[upload.path.suffix], upload.path.read_bytes())

    def _see(self, address: str) -> PreviewResponse:
        return PreviewResponse(303, location=quote(address, safe="/?=.&-_~"))

    def _missing(self, path: str) -> PreviewResponse:
        return self._failure(404, "missing", path[:80])

    def _failure(self, status: int, code: str, text: str) -> PreviewResponse:
        return PreviewResponse(status, HTML, self.pages.failure_page(code, text))


def _has_files(folder: str) -> bool:
    """Whether files can be beside what a form edits in this folder, which may not exist yet."""
    kind, _, slug = folder.partition("/")
    return (kind in KINDS and (slug == UNNAMED or is_slug(slug))) or folder == "results"


def _json(status: int, data: Mapping[str, str]) -> PreviewResponse:
    return PreviewResponse(status, JSON, json.dumps(data).encode())


def _box(text: str) -> PictureBox | None:
    """A frame from its four distances. Raises ``ValueError``."""
    if not text:
        return None
    return PictureBox(*map(float, text.split(",")))


def edit_links(source: str) -> dict[str, str]:
    """What the bar of a page offers: the form of what it shows, by the source of the page, and new ones."""
    kind, _, slug = source.rstrip("/").partition("/")
    target = f"{kind}/{slug}" if kind in KINDS and is_slug(slug) else _FORMS.get(source, "")
    links = {"edit_this": EDIT + target} if target else {}
    return links | {f"edit_new_{name}": f"{EDIT}new/{name}" for name in (ENTRIES.folder, "articles", "units")}


_FORMS = {"results/shortlist.yaml": "shortlist", "results/": "awards", "competition.yaml": "stages"}
