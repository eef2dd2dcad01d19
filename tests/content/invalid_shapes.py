"""Entries that leave or are renamed, groups and halls, partners, and the days of the public notice."""

from __future__ import annotations

from tests.content.mutations import GARDEN, LIFT, SITE, Change, combine, invalid_case, replace_text, write_file

STATUSES, NOTICE = "results/statuses.yaml", "results/notice.yaml"
GROUPS = ("name: 安全}", "name: 安全, groups: [{id: a, name: A 组}, {id: b, name: B 组}]}")
GROUPED = combine(replace_text(LIFT, ("track: safety", "track: safety\ngroup: a")), replace_text(SITE, GROUPS))


def statuses(*entries: str) -> Change:
    """These statuses; the first is on line 2, each on a line of its own."""
    common = "date: 2024-04-01, note: 说明, author: 组委会"
    return write_file(STATUSES, "statuses:\n" + "".join(f"  - {{{entry}, {common}}}\n" for entry in entries))


def halls(*lines: str) -> Change:
    """These halls, the first on line 20 of competition.yaml; the night market is not in the tour."""
    text = "halls:\n" + "".join(f"  - {line}\n" for line in lines)
    market = replace_text("entries/night-market/index.md", ("track: safety", "track: safety\ngroup: b"))
    return combine(GROUPED, market, replace_text(SITE, ("tracks:\n", f"{text}tracks:\n")))


def notice(period: str, opens: str, closes: str = "") -> Change:
    times = f"opens: {opens}" + (f", closes: {closes}" if closes else "")
    return combine(
        write_file(NOTICE, f"objections: 来信\nperiod: {{{period}}}\n"),
        replace_text(SITE, ("kinds: [public_notice]}", f"kinds: [public_notice], {times}}}")),
    )


LEAVES = "entry: rain-garden, kind: withdrawn, public_from: archive"
INVALID_STATUSES = [
    invalid_case(
        "status of no entry",
        statuses("entry: rain-gardn, kind: withdrawn, public_from: archive"),
        (STATUSES, 2, "unknown_entry_near"),
    ),
    invalid_case(
        "status from no stage",
        statuses("entry: rain-garden, kind: withdrawn, public_from: archiv"),
        (STATUSES, 2, "unknown_stage_near"),
    ),
    invalid_case(
        "merged into nothing",
        statuses("entry: night-market, kind: merged, public_from: review"),
        (STATUSES, 2, "status_needs_key"),
    ),
    invalid_case(
        "merged into itself",
        statuses("entry: night-market, kind: merged, public_from: review, into: night-market"),
        (STATUSES, 2, "merged_into_itself"),
    ),
    invalid_case(
        "renamed without a name",
        statuses("entry: night-market, kind: renamed, public_from: review"),
        (STATUSES, 2, "status_needs_key"),
    ),
    invalid_case(
        "withdrawn into another", statuses(f"{LEAVES}, into: lift-watch"), (STATUSES, 2, "status_key_of_other_kind")
    ),
    invalid_case(
        "withdrawn under another name", statuses(f"{LEAVES}, title: 别名"), (STATUSES, 2, "status_key_of_other_kind")
    ),
    invalid_case(
        "left twice", statuses(LEAVES, LEAVES.replace("withdrawn", "disqualified")), (STATUSES, 3, "left_twice")
    ),
    invalid_case(
        "former address in use",
        statuses("entry: rain-garden, kind: renamed, public_from: review, old_slug: lift-watch"),
        (STATUSES, 2, "old_slug_in_use"),
    ),
    invalid_case(
        "winner that left before the awards",
        statuses("entry: rain-garden, kind: disqualified, public_from: review"),
        ("results/awards.yaml", 3, "winner_has_left"),
    ),
]
INVALID_HALLS = [
    invalid_case(
        "group of no track",
        combine(GROUPED, replace_text(LIFT, ("group: a", "group: c"))),
        (LIFT, 6, "unknown_group"),
        ("entries/night-market/index.md", 5, "group_missing"),
    ),
    invalid_case(
        "group without groups",
        replace_text(LIFT, ("track: safety", "track: safety\ngroup: a")),
        (LIFT, 6, "group_without_groups"),
    ),
    invalid_case(
        "group twice",
        combine(
            halls("{id: one, name: 一, tracks: [water, safety]}"), replace_text(SITE, ("id: b, name", "id: a, name"))
        ),
        ("entries/night-market/index.md", 6, "unknown_group"),
        (SITE, 24, "duplicate_id"),
    ),
    invalid_case(
        "misspelt group",
        combine(halls("{id: one, name: 一, tracks: [water, safety]}"), replace_text(LIFT, ("group: a", "group: aa"))),
        (LIFT, 6, "unknown_group_near"),
    ),
    invalid_case(
        "hall of nothing",
        halls("{id: one, name: 一, tracks: [water, safety]}", "{id: two, name: 二}"),
        (SITE, 22, "hall_shows_nothing"),
    ),
    invalid_case(
        "track in two halls",
        halls("{id: one, name: 一, tracks: [water, safety]}", "{id: two, name: 二, tracks: [water]}"),
        (SITE, 20, "in_two_halls"),
    ),
    invalid_case(
        "group in the hall of its track and in another",
        halls("{id: one, name: 一, tracks: [water, safety]}", "{id: two, name: 二, groups: [a]}"),
        (SITE, 20, "in_two_halls"),
    ),
    invalid_case(
        "group in no hall",
        halls("{id: one, name: 一, tracks: [water], groups: [a]}"),
        (SITE, 20, "in_no_hall"),
    ),
    invalid_case("track in no hall", halls("{id: one, name: 一, tracks: [safety]}"), (SITE, 20, "in_no_hall")),
    invalid_case(
        "hall of no track",
        halls("{id: one, name: 一, tracks: [water, safety, sky]}"),
        (SITE, 21, "unknown_track"),
    ),
    invalid_case(
        "hall of no group",
        halls("{id: one, name: 一, tracks: [water, safety], groups: [zzz]}"),
        (SITE, 21, "unknown_group"),
    ),
]
INVALID_PARTNERS = [
    invalid_case(
        "partner that is not known",
        replace_text(LIFT, ("track: safety", "partners: [water-bureu]\ntrack: safety")),
        (LIFT, 5, "unknown_unit_near"),
    ),
    invalid_case(
        "partner of itself",
        replace_text(GARDEN, ("track: water", "partners: [water-bureau]\ntrack: water")),
        (GARDEN, 6, "duplicate_id"),
    ),
]
INVALID_NOTICES = [
    invalid_case("notice of four days", notice("days: 5", "2024-04-01", "2024-04-04"), (SITE, 16, "notice_too_short")),
    invalid_case(
        "notice over a weekend",
        notice("days: 5, working_days: true", "2024-04-12", "2024-04-17"),
        (SITE, 16, "notice_too_few_working_days"),
    ),
    invalid_case(
        "notice over a holiday",
        notice("days: 5, working_days: true, holidays: [2024-04-04]", "2024-04-01", "2024-04-05"),
        (SITE, 16, "notice_too_few_working_days"),
    ),
    invalid_case(
        "notice until the midnight before",
        notice("days: 2", "2024-04-01", '"2024-04-02T00:00+08:00"'),
        (SITE, 16, "notice_too_short"),
    ),
    invalid_case("notice without an end", notice("days: 5", "2024-04-01"), (SITE, 16, "notice_without_end")),
    invalid_case(
        "notice with a document that is not there",
        write_file(NOTICE, "objections: 来信\ndocuments:\n  - {label: 原文, file: notice.pdf}\n"),
        (NOTICE, 3, "missing_file"),
    ),
]
INVALID_SHAPES = [*INVALID_STATUSES, *INVALID_HALLS, *INVALID_PARTNERS, *INVALID_NOTICES]
