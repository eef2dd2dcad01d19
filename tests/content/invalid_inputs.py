"""Every mistake of an editor's that we know of, as data."""

from __future__ import annotations

from tests.content.invalid_ballots import BROKEN_BALLOTS
from tests.content.invalid_bodies import BROKEN_BODIES
from tests.content.invalid_documents import BROKEN_RECORDS
from tests.content.invalid_fields import BROKEN_VALUES
from tests.content.invalid_files import BROKEN_FILES
from tests.content.invalid_hostile import BROKEN_HOSTILE
from tests.content.invalid_privacy import BROKEN_PRIVACY
from tests.content.invalid_references import BROKEN_REFERENCES
from tests.content.invalid_results import BROKEN_RESULTS
from tests.content.invalid_yaml import BROKEN_YAML

BROKEN_INPUTS = [
    *BROKEN_YAML,
    *BROKEN_RECORDS,
    *BROKEN_VALUES,
    *BROKEN_FILES,
    *BROKEN_REFERENCES,
    *BROKEN_BODIES,
    *BROKEN_RESULTS,
    *BROKEN_BALLOTS,
    *BROKEN_HOSTILE,
    *BROKEN_PRIVACY,
]
# no errors, and so no broken inputs
ELSEWHERE = {"warn_invisible", "warn_lookalike", "warn_not_read", "warn_raw_html"}
# said of forms alone; tests/imports has both
ELSEWHERE |= {"unknown_unit_name", "unknown_unit_name_near"}
