"""The pages of an editing session as HTML: forms, the list of everything, undo and bin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plugins.content.kinds import ARTICLES, ENTRIES, KINDS, PAGES
from plugins.content.reader import read_content
from plugins.content.sources import RawContent
from plugins.editing.files.storage import list_bin
from plugins.editing.form import SUFFIXES, FieldProblem, FilledField
from plugins.editing.locate import BODY
from plugins.editing.messages import CATALOGUE, say
from plugins.editing.session import SLUG, EditingSession, FormState
from plugins.editing.targets import FILES, UNITS
from plugins.system.html_templates import render_page

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
EDIT = "/.edit/"


class ListedProblem(NamedTuple):
    """A problem in the summary of a form: where it is, with a link if it is in the form, and what it is."""

    label: str
    href: str
    text: str


class ListedLink(NamedTuple):
    """A link of a list."""

    title: str
    href: str


class ListedDocument(NamedTuple):
    """A document to which a text may link: its title, its folder, and the path from the text that is edited."""

    title: str
    folder: str
    path: str


class EditingPages:
    """Renders the pages of an editing session. ``asset_url`` gives the URLs of the scripts and styles in ``STATIC``."""

    def __init__(self, session: EditingSession, asset_url: Callable[[str], str]) -> None:
        self.session = session
        self.asset_url = asset_url

    def form(self, state: FormState, page_url: str) -> bytes:
        """A form; ``page_url`` is that of the page that it makes, empty if there is none."""
        session, target = self.session, state.target
        listed = list(self._list_problems(state))
        raw = read_content(session.content)
        return self._render(
            "form.html",
            page_url,
            status=self._status(state),
            form=state,
            heading=self._heading(state),
            action=EDIT + target.address if not state.is_new else f"{EDIT}new/{self._kind(state)}",
            listed=listed,
            summary=say("to_mend" if state.located.has_errors else "to_consider", session.lang, count=len(listed)),
            elsewhere_errors=any(not item.is_warning for item in state.located.elsewhere),
            slug_field=self._extra(state, SLUG),
            body_field=self._extra(state, BODY),
            lists=[(topic, state.names.of(topic)) for topic in ("unit", "entry", "winner")],
            documents=list(self._documents(raw, target.folder)) if target.is_markdown else [],
            pictures=[name for name in session.list_files(target.folder) if name.lower().endswith(SUFFIXES["picture"])],
            translations=self._translations(state),
            suffixes=SUFFIXES,
        )

    def overview(self) -> bytes:
        """The list of everything that can be edited."""
        raw, lang = read_content(self.session.content), self.session.lang
        sections = [
            {"title": say(kind, lang), "rows": [ListedLink(item.title, EDIT + item.folder) for item in items]}
            for kind, items in self._by_kind(raw).items()
        ]
        units = raw.units.record.units if raw.units else ()
        rows = [ListedLink(unit.name.in_language(lang).value, f"{EDIT}{UNITS}/{unit.id}") for unit in units]
        sections.insert(1, {"title": say("units", lang), "rows": rows})
        files = [ListedLink(say(address, lang), EDIT + address) for address in FILES]
        sections.insert(0, {"title": say("lists", lang), "rows": files})
        new = [ListedLink(say(f"new_{kind}", lang), f"{EDIT}new/{kind}") for kind in (*KINDS, UNITS)]
        return self._render("list.html", "", sections=sections, new=new)

    def history(self, failure: str = "") -> bytes:
        """What was saved since the start, the latest first, and the bin."""
        lang = self.session.lang
        edits = [
            {"number": edit.number, "what": say(edit.action, lang), "name": edit.name, "is_undone": edit.is_undone}
            for edit in reversed(self.session.history.edits)
        ]
        return self._render("history.html", "", edits=edits, bin=list_bin(self.session.content), failure=failure)

    def failure_page(self, heading: str, text: str) -> bytes:
        """A page in place of a form, which says why."""
        return self._render("failed.html", "", heading=say(heading, self.session.lang), text=text)

    def _render(self, template: str, page_url: str, **values: Any) -> bytes:
        return render_page(
            TEMPLATES / template,
            self.session.lang,
            say,
            token=self.session.token,
            asset_url=self.asset_url,
            page_url=page_url,
            say_language=self._language,
            **values,
        )

    def _language(self, lang: str) -> str:
        texts = CATALOGUE.texts.get(f"language_{lang}")
        return texts[self.session.lang] if texts else lang

    def _kind(self, state: FormState) -> str:
        return UNITS if state.target.unit else state.target.file.partition("/")[0]

    def _heading(self, state: FormState) -> str:
        lang, kind = self.session.lang, self._kind(state)
        if state.is_new:
            return say(f"new_{kind}", lang)
        address = state.target.address
        return say(address, lang) if address in FILES else state.title or address

    def _status(self, state: FormState) -> str:
        lang = self.session.lang
        if state.saved:
            return say("saved", lang)
        if state.action == "same":
            return say("same", lang)
        is_fine = state.action == "check" and not state.located.at_fields and not state.located.elsewhere
        return say("checked", lang) if is_fine else ""

    def _list_problems(self, state: FormState) -> Iterator[ListedProblem]:
        """The problems of a form in the order of its fields, then those that are elsewhere."""
        labels = dict(_labels(state.fields)) | {name: say(name, self.session.lang) for name in (SLUG, BODY)}
        inputs, order = dict(_first_inputs(state.fields)), list(labels)
        at_fields = sorted(
            state.located.at_fields.items(), key=lambda item: order.index(item[0]) if item[0] in order else 0
        )
        for name, problems in at_fields:
            href = f"#{FilledField(inputs.get(name, name), '', '').id}"
            yield from (ListedProblem(labels.get(name, name), href, item.text) for item in problems)
        elsewhere = state.located.elsewhere if state.action else ()
        for item in elsewhere:
            if not item.is_warning or item.file == state.target.file:
                yield ListedProblem(f"{item.file}:{item.line}", "", item.message(self.session.lang))

    def _extra(self, state: FormState, name: str) -> FilledField:
        problems: tuple[FieldProblem, ...] = tuple(state.located.at_fields.get(name, ()))
        help_text = say("slug_help", self.session.lang) if name == SLUG else ""
        return FilledField(name, "line", say(name, self.session.lang), help_text, problems=problems)

    def _documents(self, raw: RawContent, folder: str) -> Iterator[ListedDocument]:
        kind = folder.partition("/")[0]
        for items in self._by_kind(raw).values():
            for item in items:
                other, _, slug = item.folder.partition("/")
                path = f"../{slug}/index.md" if other == kind else f"../../{item.folder}/index.md"
                yield item._replace(path=path)

    def _by_kind(self, raw: RawContent) -> Mapping[str, list[ListedDocument]]:
        lang = self.session.lang
        entries = [
            ListedDocument(f"{item.record.number} {item.title.in_language(lang).value}", item.folder, "")
            for item in raw.entries
        ]
        named: dict[str, list[ListedDocument]] = {ENTRIES.folder: sorted(entries)}
        for kind in (ARTICLES.folder, PAGES.folder):
            sources = raw.documents[kind]
            named[kind] = [ListedDocument(item.title.in_language(lang).value, item.folder, "") for item in sources]
        # what cannot be read has no title, and is what must be edited most
        for kind, items in named.items():
            known = {item.folder for item in items}
            folders = [f"{kind}/{slug}" for slug in raw.slugs.get(kind, ())]
            items += [ListedDocument(folder, folder, "") for folder in folders if folder not in known]
        return named

    def _translations(self, state: FormState) -> list[dict[str, Any]]:
        target, languages = state.target, state.languages
        if state.is_new or not target.is_markdown or len(languages) == 1:
            return []
        items = []
        for index, lang in enumerate(languages):
            address = target.folder + (f"/{lang}" if index else "")
            items.append(
                {"name": self._language(lang), "href": EDIT + address, "is_current": address == target.address}
            )
        return items


def _first_inputs(fields: Sequence[FilledField]) -> Iterator[tuple[str, str]]:
    """The names of texts in several languages with that of the input for the first one."""
    for field in fields:
        if field.kind == "localized":
            yield field.name, field.fields[0].name
        yield from _first_inputs(field.fields)


def _labels(fields: Sequence[FilledField], around: str = "") -> Iterator[tuple[str, str]]:
    """The names of all fields with their labels, those of rows with their numbers."""
    for field in fields:
        label = f"{around}, {field.label}" if around and field.label not in around else around or field.label
        yield field.name, label
        is_list = field.kind == "rows"
        for index, part in enumerate(field.fields, 1):
            yield from _labels([part], f"{label} {index}" if is_list else label)
