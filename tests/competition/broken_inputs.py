"""Every mistake of an editor's that we know of, as data."""

from __future__ import annotations

from plugins.competition.problems import messages
from tests.competition.broken_ballots import BROKEN_BALLOTS
from tests.competition.broken_bodies import BROKEN_BODIES
from tests.competition.broken_files import BROKEN_FILES
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
]
BROKEN_INPUTS += BROKEN_BALLOTS
# found only once the pages are made, or no error at all
ELSEWHERE = {"same_address", "warn_raw_html"}
# what is said of units' forms and of commands is no mistake in the content; tests/intake has each of these
FORMS = ("intake_", "warn_intake_", "new_", "export_", "unknown_unit_name")
ELSEWHERE |= {code for code in messages() if code.startswith(FORMS)}
