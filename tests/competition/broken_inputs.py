"""Every mistake of an editor's that we know of, as data."""

from __future__ import annotations

from tests.competition.broken_ballots import BROKEN_BALLOTS
from tests.competition.broken_bodies import BROKEN_BODIES
from tests.competition.broken_files import BROKEN_FILES
from tests.competition.broken_hostile import BROKEN_HOSTILE
from tests.competition.broken_privacy import BROKEN_PRIVACY
from tests.competition.broken_records import BROKEN_RECORDS
from tests.competition.broken_references import BROKEN_REFERENCES
from tests.competition.broken_results import BROKEN_RESULTS
from tests.competition.broken_values import BROKEN_VALUES
from tests.competition.broken_yaml import BROKEN_YAML

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
# said of forms alone; tests/intake has both
ELSEWHERE |= {"unknown_unit_name", "unknown_unit_name_near"}
