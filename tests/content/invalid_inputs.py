"""All known mistakes of editors, as data."""

from __future__ import annotations

from tests.content.invalid_ballots import INVALID_BALLOTS
from tests.content.invalid_bodies import INVALID_BODIES
from tests.content.invalid_brand import INVALID_BRAND
from tests.content.invalid_documents import INVALID_RECORDS
from tests.content.invalid_fields import INVALID_VALUES
from tests.content.invalid_files import INVALID_FILES
from tests.content.invalid_hostile import INVALID_HOSTILE
from tests.content.invalid_privacy import INVALID_PRIVACY
from tests.content.invalid_references import INVALID_REFERENCES
from tests.content.invalid_results import INVALID_RESULTS
from tests.content.invalid_rounds import INVALID_ROUNDS
from tests.content.invalid_shapes import INVALID_SHAPES
from tests.content.invalid_yaml import INVALID_YAML

INVALID_INPUTS = [
    *INVALID_YAML,
    *INVALID_RECORDS,
    *INVALID_VALUES,
    *INVALID_FILES,
    *INVALID_REFERENCES,
    *INVALID_BODIES,
    *INVALID_RESULTS,
    *INVALID_ROUNDS,
    *INVALID_SHAPES,
    *INVALID_BALLOTS,
    *INVALID_HOSTILE,
    *INVALID_PRIVACY,
    *INVALID_BRAND,
]
# no errors, and so no broken inputs
TESTED_ELSEWHERE = {
    "warn_invisible",
    "warn_mark_in_data",
    "warn_no_character",
    "warn_place_in_picture",
    "warn_title_long",
    "warn_unit_name_twice",
    "warn_radical",
    "warn_lookalike",
    "warn_no_such_round",
    "warn_vote_without_stage",
    "warn_not_read",
    "warn_raw_html",
}
# test_dialect.py has them
TESTED_ELSEWHERE |= {
    "warn_comment",
    "warn_footnote_missing",
    "warn_full_width",
    "warn_heading_blank",
    "warn_blank_in_link",
    "warn_fence_open",
    "warn_heading_empty",
    "warn_link_as_text",
    "warn_reference_unused",
    "warn_list_as_text",
    "warn_stars",
    "warn_table_as_text",
    "warn_unknown_mark",
}
# test_lost_lines.py has them
TESTED_ELSEWHERE |= {
    "warn_list_renumbered",
    "warn_row_apart",
    "warn_stars_hidden",
    "warn_table_swallows",
    "warn_tabs_as_text",
}
# tests/results has them
TESTED_ELSEWHERE |= {
    "unknown_finalist_near",
    "unknown_judge",
    "unknown_judge_near",
    "record_unreadable",
    "record_edited",
    "record_missing",
    "figure_differs",
    "published_edited",
    "published_missing",
    "tallied_file_missing",
    "warn_within_all",
    "warn_within_track",
}
# tests/scaffold has them
TESTED_ELSEWHERE |= {"unknown_entry_number", "unknown_entry_number_near"}
# test_series.py and tests/scaffold have them
TESTED_ELSEWHERE |= {
    "continues_itself",
    "continues_outside_series",
    "edition_address",
    "edition_not_named",
    "edition_without_series",
    "no_edition",
    "not_edition_entry",
}
# test_archives.py has them
TESTED_ELSEWHERE |= {
    "archive_changed",
    "archive_hidden_bytes",
    "archive_made_up",
    "archive_of_other_contest",
    "archive_renamed",
    "archive_too_large",
    "archive_unreadable",
    "archive_unsafe",
}
# said of forms alone; tests/imports has both
TESTED_ELSEWHERE |= {"unknown_unit_name", "unknown_unit_name_near"}
# tests/site has both
TESTED_ELSEWHERE |= {"unknown_phrase", "unknown_phrase_near"}
