"""Editing sessions over copies of contents, and the forms that they make."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.editing.pages import EditingPages
from plugins.editing.session import EditingSession, FormState
from tests.support.builds import SHIPPED, TINY
from tests.support.forms import Controls, by_name, read_controls


@dataclass(frozen=True)
class Forms:
    """The forms of a session as a browser has them."""

    session: EditingSession

    @property
    def content(self) -> Path:
        return self.session.content

    def state(self, address: str) -> FormState:
        """The form at an address; one of something new below ``new/``."""
        is_new = address.startswith("new/")
        state = self.session.start(address.removeprefix("new/")) if is_new else self.session.open(address)
        assert state
        return state

    def controls(self, address: str) -> Controls:
        """What a browser would send of the form."""
        return read_controls(self.page(self.state(address)))

    def page(self, state: FormState) -> bytes:
        """The page of a form."""
        return EditingPages(self.session, lambda name: name).form(state, "")

    def save(self, address: str, controls: Controls, action: str = "save") -> FormState:
        """Send the form."""
        state = self.session.save(address, by_name([*controls, ("action", action)]))
        assert state
        return state

    def read(self, file: str) -> bytes:
        """The bytes of a file of the content."""
        return (self.content / file).read_bytes()


MakeForms = Callable[[Path], Forms]


@pytest.fixture
def make_forms(tmp_path: Path) -> MakeForms:
    """A function that makes a session for a content."""
    return lambda content: Forms(EditingSession(content, tmp_path / "editing", "en"))


@pytest.fixture
def forms(tmp_path: Path, make_forms: MakeForms) -> Forms:
    """A session over a copy of the tiny competition."""
    shutil.copytree(TINY, tmp_path / "content")
    return make_forms(tmp_path / "content")


@pytest.fixture(scope="module")
def shipped_forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """A session over a copy of the shipped competition, which tests change back."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(SHIPPED, folder / "content")
    return Forms(EditingSession(folder / "content", folder / "editing", "en"))
