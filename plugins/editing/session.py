"""An editing session: opens what a form edits, checks what was typed, and saves it."""

from __future__ import annotations

import difflib
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.content.lookup import list_existing_entries
from plugins.content.parsing.files import exists_or_dangling
from plugins.content.problems import ContentError, Problem, problem, quote
from plugins.content.reader import read_content
from plugins.content.schema.fields import DEVICE, is_slug
from plugins.content.sources import RawContent
from plugins.editing.check import check_text
from plugins.editing.choices import ContentNames, content_languages, list_names
from plugins.editing.files.history import History, SavedEdit
from plugins.editing.files.storage import bin_place, read_file
from plugins.editing.files.uploads import Upload, Uploads
from plugins.editing.form import FilledField, FormFiller, field_names
from plugins.editing.locate import BODY, LocatedProblems, locate_problems
from plugins.editing.messages import say
from plugins.editing.open_file import OpenFile, list_units, open_file, parse_file
from plugins.editing.posted import PostedForm
from plugins.editing.targets import UNNAMED, EditTarget, find_target, new_target
from plugins.editing.text.source_text import SourceFile
from plugins.scaffold.slugs import next_number, suggest_slug
from plugins.system.disk import explain
from plugins.system.file_names import list_folder

# states of files that forms were made from, so that a conflict can be shown
MAX_REMEMBERED = 60
SLUG, DIGEST, UPLOAD, ACTION, OVER = "slug", "digest", "upload", "action", "over"
# what stands for a missing text while the rest is checked
TEXTS, PLACEHOLDER = {"title", "summary"}, "…"
Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class FormState:
    """A form as it is shown. ``digest`` is that of the file it was made from.

    ``disk_changes`` are the lines of a diff: how the file changed on the disk since then, to ``disk_digest``.
    ``saved`` is what was saved, None if nothing was, ``failure`` why it could not be.
    """

    target: EditTarget
    digest: str
    fields: tuple[FilledField, ...]
    body: str
    located: LocatedProblems
    names: ContentNames
    languages: tuple[str, ...]
    is_new: bool = False
    slug: str = ""
    title: str = ""
    # where the rows of a posted form are in the file; None if they are as the file has them
    origins: Mapping[str, str] | None = None
    uploads: tuple[Upload, ...] = ()
    disk_changes: tuple[str, ...] = ()
    disk_digest: str = ""
    saved: SavedEdit | None = None
    action: str = ""
    failure: str = ""


class EditingSession:
    """Edits one content for one person. Its forms carry ``token``, which no other site knows."""

    def __init__(self, content: Path, folder: Path, lang: str) -> None:
        """``folder`` is for uploads and former states; it is empty and outside the content."""
        self.content = content
        self.lang = lang
        self.token = secrets.token_urlsafe(32)
        self.uploads = Uploads(folder / "uploads")
        self.history = History(content, folder / "history")
        self.lock = threading.RLock()
        self._remembered: dict[str, bytes] = {}

    def open(self, address: str) -> FormState | None:
        """The form at an address, with the file as it is; None if nothing is edited there.

        Raises ``ContentError`` if the file cannot be read.
        """
        target = find_target(address)
        if target is None:
            return None
        raw, opened = read_content(self.content), self._open(target)
        if opened.is_missing:
            return None
        problems = check_text(raw, target, opened.source.text, {}) if opened.exists else ()
        return self._state(opened, raw, opened.data, opened.body, self._locate(opened, raw, problems))

    def start(self, kind: str) -> FormState | None:
        """The form of a new document or unit; None for an unknown kind."""
        target = new_target(kind)
        if target is None:
            return None
        opened, raw = self._open_new(target), read_content(self.content)
        data, body = dict[str, Any](), ""
        if kind == "entries":
            data["number"] = next_number(list(list_existing_entries(self.content).numbers))
            body = say("entry_body", _message_language(content_languages(raw)[0]))
        return replace(self._state(opened, raw, data, body, LocatedProblems()), is_new=True)

    def save(self, address: str, values: Values) -> FormState | None:
        """Save a posted form, or show it again with its problems; None if nothing is edited at the address.

        Raises ``ContentError`` if the file cannot be read or written as the form wants it.
        """
        with self.lock:
            kind = address.removeprefix("new/") if address.startswith("new/") else ""
            target = new_target(kind) if kind else find_target(address)
            if target is None:
                return None
            raw = read_content(self.content)
            form = PostedForm(values, list_names(raw, self.lang), content_languages(raw))
            opened = self._open_new(target) if kind else self._open(target)
            if not kind and opened.is_missing:
                return None
            return self._save(opened, raw, form, is_new=bool(kind))

    def _save(self, opened: OpenFile, raw: RawContent, form: PostedForm, *, is_new: bool) -> FormState:
        posted_digest, disk = form.text(DIGEST), opened.source
        base = self._base(opened, posted_digest)
        data = form.read(opened.target.specs, base.data)
        body = form.text(BODY).lstrip("\n") if BODY in form.values else base.body
        located = LocatedProblems()
        slug = form.text(SLUG).strip()
        if is_new:
            slug = slug or suggest_slug(self._title(data), self._taken_slugs(opened, slug), "new")
            located = self._check_slug(opened, slug)
            kind = opened.target.address.removeprefix("new/")
            named = find_target(f"{kind}/{slug}")
            opened = replace(opened, target=named) if named else opened
        state = self._state(opened, raw, data, body, located, form.origins)
        state = replace(state, is_new=is_new, slug=slug, uploads=self._find_uploads(form), digest=posted_digest)
        if disk.digest not in {posted_digest, form.text(OVER)}:
            return self._conflict(state, base.source, disk)
        if form.has_control_character:
            # no file can hold it, so nothing else can be checked
            self._add_problems(located, form)
        if located.has_errors:
            return replace(self._refill(state, data, body, located), action="check")
        if not (is_new or opened.exists or data or body):
            # a file that nobody needs, and that was left empty
            return replace(state, action="same")
        try:
            return self._check_and_write(state, opened, raw, form, data, body)
        except (ContentError, OSError) as error:
            # what was typed is not lost
            return replace(state, failure=self.failure(error, opened.target.file), action="failed")

    def _check_and_write(
        self, state: FormState, opened: OpenFile, raw: RawContent, form: PostedForm, data: Mapping[str, Any], body: str
    ) -> FormState:
        text = opened.with_data(data, body, _message_language(state.languages[0]))
        new_data = opened.source.with_text(text)
        changed = parse_file(opened.target, SourceFile(new_data))
        used = {upload.name: upload.path for upload in state.uploads if upload.name in text}
        located = self._locate(changed, raw, check_text(raw, opened.target, text, used))
        self._add_problems(located, form)
        if located.has_errors:
            self._add_hidden_problems(located, opened, data, body, used)
        new_elsewhere = self._new_errors(opened, located)
        state = replace(self._refill(state, data, body, located), action=form.text(ACTION) or "save")
        if state.action == "check":
            return state
        if (located.has_errors or new_elsewhere) and state.action != "anyway":
            return replace(state, action="ask")
        files: dict[str, bytes | Path | None] = {f"{opened.target.folder}/{name}": path for name, path in used.items()}
        if new_data == opened.source.data and not files:
            return replace(state, action="same")
        now = SourceFile(read_file(self.content, opened.target.file))
        if now.digest != opened.source.digest:
            # somebody saved it during the check
            return self._conflict(state, opened.source, now)
        saved = self.history.write(
            "saved", state.title or opened.target.address, files | {opened.target.file: new_data}
        )
        return replace(state, saved=saved, digest=SourceFile(new_data).digest)

    def _add_problems(self, located: LocatedProblems, form: PostedForm) -> None:
        for name, problems in form.problems.items():
            # a problem of what was typed names it as it was typed, not as the file has it
            located.at_fields.pop(name, None)
            for item in problems:
                located.add(name, item.message(self.lang))

    def _conflict(self, state: FormState, base: SourceFile, disk: SourceFile) -> FormState:
        lines = _diff(base, disk, self.lang)
        return replace(state, disk_changes=lines, disk_digest=disk.digest, action="conflict")

    def _add_hidden_problems(
        self,
        located: LocatedProblems,
        opened: OpenFile,
        data: Mapping[str, Any],
        body: str,
        uploads: Mapping[str, Path],
    ) -> None:
        """Add the problems that show only once the wrong fields are right: checked with what these were before."""
        wrong = {name.partition(".")[0].partition("@")[0] for name in located.at_fields}
        corrected = {key: value for key, value in data.items() if key not in wrong}
        corrected |= {key: opened.data.get(key, PLACEHOLDER) for key in wrong if key in {*opened.data, *TEXTS}}
        try:
            text = opened.with_data(corrected, body, _message_language(""))
        except ContentError:
            return
        changed = parse_file(opened.target, SourceFile(text.encode()))
        raw = read_content(self.content)
        hidden = self._locate(changed, raw, check_text(raw, opened.target, text, uploads))
        for name, items in hidden.at_fields.items():
            for item in items if name.partition(".")[0].partition("@")[0] not in wrong else ():
                located.add(name, item.text, is_warning=item.is_warning)

    def _new_errors(self, opened: OpenFile, located: LocatedProblems) -> list[Problem]:
        """The errors in other places that come of what was typed."""
        errors = [item for item in located.elsewhere if not item.is_warning]
        if not errors or not opened.exists:
            return errors
        before = {
            (item.file, item.code, item.values)
            for item in check_text(read_content(self.content), opened.target, opened.source.text, {})
        }
        return [item for item in errors if (item.file, item.code, item.values) not in before]

    def delete(self, address: str) -> SavedEdit | None:
        """Move the folder of a document into the bin; None if there is none. Raises ``ContentError`` or ``OSError``."""
        with self.lock:
            target = find_target(address)
            if target is None or not target.is_document or not self._open(target).exists:
                return None
            return self.history.move("deleted", target.folder, target.folder, bin_place(self.content, target.folder))

    def restore(self, folder: str) -> SavedEdit:
        """Move a folder of the bin back to where it was. Raises ``ContentError`` or ``OSError``."""
        with self.lock:
            return self.history.move("restored", folder, f"bin/{folder}", folder)

    def undo(self, number: int) -> SavedEdit:
        """Take back what was saved. Raises ``ContentError`` or ``OSError``."""
        with self.lock:
            return self.history.undo(number)

    def list_files(self, folder: str) -> list[str]:
        """The names of the files beside a document."""
        if UNNAMED in folder:
            return []
        return [path.name for path in list_folder(self.content / folder) if path.is_file() and not path.is_symlink()]

    def failure(self, error: OSError | ContentError, path: str) -> str:
        """What went wrong, in a sentence."""
        if isinstance(error, OSError):
            return explain(error, self.lang, path)
        return " ".join(
            (f"{item.file}:{item.line}: " if item.file and item.line else "") + item.message(self.lang)
            for item in error.problems
        )

    def _open(self, target: EditTarget) -> OpenFile:
        opened = open_file(self.content, target)
        self._remember(opened.source)
        return opened

    def _open_new(self, target: EditTarget) -> OpenFile:
        return self._open(target) if target.unit else parse_file(target, SourceFile(b""))

    def _remember(self, source: SourceFile) -> None:
        self._remembered.pop(source.digest, None)
        self._remembered[source.digest] = source.data
        while len(self._remembered) > MAX_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]

    def _base(self, opened: OpenFile, digest: str) -> OpenFile:
        """The file as it was when the form was made."""
        data = self._remembered.get(digest)
        return opened if data is None or digest == opened.source.digest else parse_file(opened.target, SourceFile(data))

    def _find_uploads(self, form: PostedForm) -> tuple[Upload, ...]:
        uploads = (self.uploads.get(token) for token in form.values.get(UPLOAD, ()))
        return tuple({upload.name: upload for upload in uploads if upload}.values())

    def _locate(self, opened: OpenFile, raw: RawContent, problems: Sequence[Problem]) -> LocatedProblems:
        filler = FormFiller(ContentNames(), content_languages(raw), self.lang)
        names = set(field_names(filler.fill(opened.target.specs, opened.data)))
        return locate_problems(problems, opened, names, self.lang)

    def _state(
        self,
        opened: OpenFile,
        raw: RawContent,
        data: Mapping[str, Any],
        body: str,
        located: LocatedProblems,
        origins: Mapping[str, str] | None = None,
    ) -> FormState:
        languages, names = content_languages(raw), list_names(raw, self.lang)
        state = FormState(opened.target, opened.source.digest, (), body, located, names, languages, origins=origins)
        return self._refill(state, data, body, located)

    def _refill(self, state: FormState, data: Mapping[str, Any], body: str, located: LocatedProblems) -> FormState:
        """The same form with other data and problems."""
        files = [upload.name for upload in state.uploads] + self.list_files(state.target.folder)
        elsewhere = frozenset(("title", "summary") if state.target.is_document else ())
        problems, names = located.at_fields, list(dict.fromkeys(files))
        filler = FormFiller(state.names, state.languages, self.lang, problems, names, elsewhere, state.origins)
        fields = filler.fill(state.target.specs, data)
        return replace(state, fields=fields, body=body, located=located, title=self._title(data))

    def _title(self, data: Mapping[str, Any]) -> str:
        title = data.get("title") or data.get("name") or ""
        return str(next(iter(title.values()), "") if isinstance(title, dict) else title)

    def _taken_slugs(self, opened: OpenFile, slug: str) -> list[str]:
        if opened.target.unit:
            return [str(unit.get("id")) for unit in list_units(opened.document.data or {})]
        kind = opened.target.file.partition("/")[0]
        names = {path.name for path in list_folder(self.content / kind)}
        return [*names, *([slug] if exists_or_dangling(self.content, f"{kind}/{slug}") and slug else [])]

    def _check_slug(self, opened: OpenFile, slug: str) -> LocatedProblems:
        located = LocatedProblems()
        if not is_slug(slug) or DEVICE.match(slug):
            located.add(SLUG, problem("", 0, "not_slug", key="slug", given=quote(slug)).message(self.lang))
        elif slug in self._taken_slugs(opened, slug):
            located.add(SLUG, problem("", 0, "new_taken", given=slug).message(self.lang))
        return located


def _message_language(lang: str) -> str:
    """The language of messages for a language of the content."""
    return "zh-Hans" if lang.startswith("zh") else "en"


def _diff(base: SourceFile, disk: SourceFile, lang: str) -> tuple[str, ...]:
    """How a file changed: its lines with their signs, without the lines around them."""
    lines = difflib.unified_diff(base.text.split("\n"), disk.text.split("\n"), n=1, lineterm="")
    changed = tuple(line for line in lines if not line.startswith(("---", "+++", "@@")))
    return changed or (say("changed_somehow", lang),)
