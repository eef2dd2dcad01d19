"""Special awards: the entries that most voted for, the units that recommended most of what was awarded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from plugins.content.problems import Refused, problem
from plugins.content.schema.result_rule import ResultRule, SpecialAward, SpecialKind
from plugins.content.stage_view import Competition
from plugins.results.ranking import Ranking


def special_awards(
    competition: Competition, rule: ResultRule, ranking: Ranking, levels: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Who gets each special award. Raises ``Refused`` where the last to get one is tied with the first who does not."""
    return {award.id: _winners(award, _figures(award, competition, ranking, levels)) for award in rule.special_awards}


def _figures(
    award: SpecialAward, competition: Competition, ranking: Ranking, levels: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    if award.kind is SpecialKind.POPULARITY:
        return {each.entry: each.votes for each in ranking.order}
    awarded = {entry for entries in levels.values() for entry in entries}
    recommending = [entry.recommending_unit for entry in competition.entries if entry.slug in awarded]
    return dict(Counter(unit.id for unit in recommending if unit))


def _winners(award: SpecialAward, figures: Mapping[str, int]) -> tuple[str, ...]:
    order = sorted(figures, key=lambda each: (-figures[each], each))
    if len(order) > award.size and figures[order[award.size - 1]] == figures[order[award.size]]:
        tied = [each for each in order if figures[each] == figures[order[award.size]]]
        raise Refused(problem("competition.yaml", 1, "special_tied", award=award.id, entries=tied))
    return tuple(order[: award.size])
