"""All known mistakes of editors, as data."""

from __future__ import annotations

from tests.content.invalid_ballots import INVALID_BALLOTS
from tests.content.invalid_bodies import INVALID_BODIES
from tests.content.invalid_documents import INVALID_RECORDS
from tests.content.invalid_fields import INVALID_VALUES
from tests.content.invalid_files import INVALID_FILES
from tests.content.invalid_hostile import INVALID_HOSTILE
from tests.content.invalid_privacy import INVALID_PRIVACY
from tests.content.invalid_references import INVALID_REFERENCES
from tests.content.invalid_results import INVALID_RESULTS
from tests.content.invalid_yaml import INVALID_YAML

INVALID_INPUTS = [
    *INVALID_YAML,
    *INVALID_RECORDS,
    *INVALID_VALUES,
    *INVALID_FILES,
    *INVALID_REFERENCES,
    *INVALID_BODIES,
    *INVALID_RESULTS,
    *INVALID_BALLOTS,
    *INVALID_HOSTILE,
    *INVALID_PRIVACY,
]
# no errors, and so no broken inputs
TESTED_ELSEWHERE = {
    "warn_invisible",
    "warn_place_in_picture",
    "warn_radical",
    "warn_lookalike",
    "warn_not_read",
    "warn_raw_html",
}
# test_dialect.py has them
TESTED_ELSEWHERE |= {
    "warn_comment",
    "warn_footnote_missing",
    "warn_full_width",
    "warn_heading_blank",
    "warn_link_as_text",
    "warn_list_as_text",
    "warn_stars",
    "warn_table_as_text",
    "warn_unknown_mark",
}
# tests/results has them
TESTED_ELSEWHERE |= {
    "unknown_finalist_near",
    "unknown_judge",
    "unknown_judge_near",
    "record_unreadable",
}
# tests/scaffold has them
TESTED_ELSEWHERE |= {"unknown_entry_number", "unknown_entry_number_near"}
# said of forms alone; tests/imports has both
TESTED_ELSEWHERE |= {"unknown_unit_name", "unknown_unit_name_near"}
