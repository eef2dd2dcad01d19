"""Checks of a target: before the first publication, when something looks wrong, and as visitors see it."""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.cli.console import confirm, report_errors, text
from plugins.cli.targets.running import message_printer, operator_name, print_message, progress_bar
from plugins.publishing.config import PagesTarget, TargetSettings, load_target_config, make_target
from plugins.publishing.doctor import run_doctor
from plugins.publishing.messages import message, publish_error
from plugins.publishing.publish import find_foreign
from plugins.publishing.repair import carry_out, plan_repair
from plugins.publishing.targets.target import Target
from plugins.publishing.verify import find_embargoed_paths, verify_site
from plugins.release import check_release

# files that are not ours are listed up to this number
MAX_FOREIGN = 40


@report_errors
def doctor(target: str, config: Path, lang: str, *, repair: bool, yes: bool) -> int:
    """Check that a target supports everything publishing needs; or repair what is stored there."""
    settings = load_target_config(target, config, message_printer(lang))
    opened = make_target(target, settings)
    if repair:
        return _repair(opened, settings, lang, yes=yes)
    results = run_doctor(opened, settings)
    for result in results:
        print_message(result, lang)
    # raises if the state is damaged, and then says how to repair it
    state = opened.load_state()
    print_foreign(find_foreign(opened, None, state, opened.list_public(state), settings.adopt), lang)
    return 1 if any(result.problem for result in results) else 0


def print_foreign(foreign: frozenset[str], lang: str) -> None:
    """Print which public files no release has put there."""
    if foreign:
        print_message(message("foreign", count=len(foreign)), lang)
    for path in sorted(foreign)[:MAX_FOREIGN]:
        print(f"  /{path.encode('utf-8', 'backslashreplace').decode()}", file=sys.stderr)
    if len(foreign) > MAX_FOREIGN:
        print(f"  … +{len(foreign) - MAX_FOREIGN}", file=sys.stderr)


def _repair(target: Target, settings: TargetSettings, lang: str, *, yes: bool) -> int:
    plan = plan_repair(target, settings.adopt)
    if plan.is_empty:
        print_message(message("repair_nothing"), lang)
        return 0
    for step in plan.messages():
        print_message(step, lang)
    if not confirm(text("repair_ask", lang), text("repair_say_yes", lang), yes=yes):
        return 1
    carry_out(target, plan, operator_name(), settings.wait, message_printer(lang))
    print_message(message("repaired"), lang)
    return 0


@report_errors
def verify_live(target: str | None, release: str | None, config: Path, lang: str) -> int:
    """Fetch everything through the public address and compare it with the release, that of a target or of a file."""
    if release:
        return compare_site(release)
    if not target:
        raise publish_error("target_or_release")
    settings = load_target_config(target, config, message_printer(lang))
    store = make_target(target, settings)
    current = store.load_release(store.load_state().release)
    if current is None:
        raise publish_error("nothing_published", target=target)
    former = store.load_releases()
    hidden = find_embargoed_paths(current, former)
    with progress_bar(lang) as on_progress:
        result = verify_site(
            current,
            hidden,
            settings.address,
            on_progress,
            former,
            has_our_headers=not isinstance(settings, PagesTarget),
        )
    for problem in dict.fromkeys((*result.messages, result.summary)):
        print_message(problem, lang)
    return 1 if result.messages else 0


def compare_site(statement: str) -> int:
    """Compare the public site with a ``release.json``, a file or its address, print what differs; return the status.

    Raises ``PublishError`` if it is none.
    """
    try:
        data, address = check_release.load_statement(statement)
    except check_release.INVALID:
        raise publish_error("no_statement", path=statement) from None
    return check_release.check_site(data, address)
