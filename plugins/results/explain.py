"""The result rule, lots and decisions in words, as a public notice states them and the page of the result shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from plugins.content.schema.config import CompetitionConfig
from plugins.content.schema.result_rule import (
    LevelRule,
    Normalisation,
    PointBand,
    ResultRule,
    RulePart,
    SpecialAward,
    Tied,
    Within,
)
from plugins.content.schema.results import PublishedChange, PublishedDecision, PublishedLot
from plugins.system.messages import Catalogue

CATALOGUE = Catalogue(__file__)
LIMITS = ("lowest_total", "per_track", "most_per_track", "most_per_unit", "percent")
# tie breaks and parts that have no name of their own
NAMED = ("public", "experts", "votes", "decimals")
# the titles of entries and the names of units, or the names of awards, by id
Names = Mapping[str, str]


def explain_rule(rule: ResultRule, config: CompetitionConfig, lang: str) -> tuple[str, ...]:
    """Return the rule as sentences, in English where there are none in a language.

    Without weights, which may not be published yet, they are left out.
    """
    return tuple(_Explanation(rule, config, lang).sentences())


class _Explanation:
    def __init__(self, rule: ResultRule, config: CompetitionConfig, lang: str) -> None:
        self.rule, self.config, self.lang = rule, config, lang

    def say(self, phrase: str, **values: object) -> str:
        return CATALOGUE.public_text(phrase, self.lang, **values)

    def join(self, parts: list[str]) -> str:
        return self.say("separator").join(parts)

    def sentences(self) -> Iterator[str]:
        rule = self.rule
        yield from self._weights()
        for part in rule.counted_parts:
            for sentence in self._part(part):
                # in a rule of two parts each sentence says by itself what it is about
                yield self.say("of_part", name=self._name(part.id), sentence=sentence) if rule.parts else sentence
        if rule.within is Within.TRACK:
            yield self.say("within_track")
        if rule.qualify:
            key, name = ("places" if rule.qualify.places else "percent"), self._name(rule.qualify.part)
            yield self.say(f"qualify_{key}", name=name, **{key: getattr(rule.qualify, key)})
        if rule.compare_decimals is not None:
            yield self.say("compare_decimals", decimals=rule.compare_decimals)
        ties = [self.say("tie", name=self._name(tie)) for tie in rule.ties if tie in self._known_ties()]
        yield self.say("ties", ties="".join(ties))
        yield from self._levels()
        yield from map(self._special, rule.special_awards)
        yield self.say("decimals", decimals=rule.decimals)

    def _known_ties(self) -> set[str]:
        """What can differ between entries of equal totals."""
        rule, parts = self.rule, [part.id for part in self.rule.counted_parts]
        ties = {"decimals", *(parts if len(parts) > 1 else ())}
        if rule.counts_votes:
            ties.add("votes")
        if rule.counts_scores:
            ties |= {criterion.id for criterion in self.config.criteria}
        return ties

    def _weights(self) -> Iterator[str]:
        rule = self.rule
        if rule.parts:
            weights = [
                self.say("part_bonus", name=self._name(part.id))
                if part.weight is None
                else self.say("part_weight", name=self._name(part.id), weight=part.weight)
                for part in rule.parts
            ]
            yield self.say("parts", parts=self.join(weights))
        elif rule.is_complete and len(rule.counted_parts) > 1:
            yield self.say("two_parts", public=rule.public, experts=rule.experts)
        elif rule.is_complete:
            yield self.say("experts_alone" if rule.counts_scores else "votes_alone")

    def _name(self, name: str) -> str:
        """The name of a part, a criterion or a tie break."""
        names = {criterion.id: criterion.name for criterion in self.config.criteria}
        names |= {part.id: part.name for part in self.rule.parts}
        if name in names:
            return names[name].in_language(self.lang).value
        return self.say(f"name_{name}") if name in NAMED else name

    def _part(self, part: RulePart) -> Iterator[str]:
        yield from self._channels(part)
        if part.trim:
            yield self.say("trim", trim=part.trim)
        if part.is_scored and not part.of_each_judge:
            scaled = part.normalise is Normalisation.Z_SCORE
            yield self.say("normalise_z_score" if scaled else "normalise_none")
        if part.of_each_judge:
            yield self.say("of_each_judge")
        if part.is_scored and part.conversions:
            yield from self._conversion(part)

    def _channels(self, part: RulePart) -> Iterator[str]:
        if part.is_scored:
            return
        yield from self._conversion(part)
        names = {channel.id: channel.name.in_language(self.lang).value for channel in self.config.vote_channels}
        weights = [
            self.say("channel_weight", name=names[channel], weight=weight)
            for channel, weight in part.channel_weights.items()
        ]
        if weights:
            yield self.say("channel_weights", channels=self.join(weights))
        times = [
            names[channel] if value == "1" else self.say("channel_times", name=names[channel], times=value)
            for channel, value in part.channels.items()
        ]
        if times:
            yield self.say("channels_used", channels=self.join(times))
        if part.beyond:
            yield self.say("beyond", factor=part.beyond.factor)

    def _conversion(self, part: RulePart) -> Iterator[str]:
        if part.steps:
            steps, equal = part.steps, self.say(f"equal_{part.steps.equal.value}")
            yield self.say("steps", first=steps.first, step=steps.step, least=steps.least, equal=equal)
        elif part.bands:
            yield self.say("bands", bands=self.join([self._band(band, part) for band in part.bands]))
        elif part.per_vote:
            phrase = "per_vote" if part.per_vote.most is None else "per_vote_most"
            yield self.say(phrase, points=part.per_vote.points, most=part.per_vote.most)
        elif part.votes_as:
            yield self.say(_phrase(part.votes_as.value, part))

    def _band(self, band: PointBand, part: RulePart) -> str:
        if band.to_rank is not None and band.from_votes is not None:
            return self.say(_phrase("band_both", part), rank=band.to_rank, votes=band.from_votes, points=band.points)
        if band.to_rank is not None:
            return self.say("band_rank", rank=band.to_rank, points=band.points)
        if band.from_votes is not None:
            return self.say(_phrase("band_votes", part), votes=band.from_votes, points=band.points)
        return self.say("band_rest", points=band.points)

    def _levels(self) -> Iterator[str]:
        tracks = {track.id: track.name.in_language(self.lang).value for track in self.config.tracks}
        for level in self.config.award_levels:
            name = level.name.in_language(self.lang).value
            if limits := self.rule.levels.get(level.id):
                yield self.say("level", level=name, size=level.size, limits=self._limits(limits))
            if quotas := self.rule.quotas.get(level.id):
                places = [self.say("quota", track=tracks[track], places=number) for track, number in quotas.items()]
                yield self.say("quotas", level=name, tracks=self.join(places))

    def _limits(self, limits: LevelRule) -> str:
        texts = [
            self.say(f"limit_{key}", value=getattr(limits, key)) for key in LIMITS if getattr(limits, key) is not None
        ]
        return "".join([*texts, self.say("limit_tied")] if limits.tied is Tied.ALL else texts)

    def _special(self, award: SpecialAward) -> str:
        keys = [key for key in ("without_prize", "per_track") if getattr(award, key)]
        limits = "".join(self.say(f"special_{key}") for key in keys)
        name = award.name.in_language(self.lang).value
        return self.say(f"special_{award.kind.value}", award=name, size=award.size, limits=limits)


def _phrase(phrase: str, part: RulePart) -> str:
    """The phrase for votes, or that for the judges' scores."""
    return f"{phrase}_scored" if part.is_scored else phrase


def explain_lot(lot: PublishedLot, names: Names, lang: str) -> str:
    """Say in which order the tied were drawn."""
    order = CATALOGUE.public_text("separator", lang).join(names.get(winner, winner) for winner in lot.order)
    return CATALOGUE.public_text("lot", lang, order=order)


def explain_decision(decision: PublishedDecision, names: Names, awards: Names, lang: str) -> str:
    """Say what was decided."""
    entry, other, level = decision.entry or "", decision.with_entry or "", decision.level or ""
    return CATALOGUE.public_text(
        "decision_moved_to_none" if decision.kind == "moved" and not level else f"decision_{decision.kind}",
        lang,
        entry=names.get(entry, entry),
        other=names.get(other, other),
        level=awards.get(level, level),
        places=decision.places,
        before=decision.before,
        after=decision.after,
        source=decision.judge or decision.channel,
    )


def explain_changes(changes: Sequence[PublishedChange], names: Names, awards: Names, lang: str) -> tuple[str, ...]:
    """Say which award each winner had before a decision, and which since; or that none changed."""
    none = CATALOGUE.public_text("no_award", lang)
    sentences = [
        CATALOGUE.public_text(
            "change",
            lang,
            winner=names.get(change.winner, change.winner),
            before=awards.get(change.before, change.before) or none,
            after=awards.get(change.after, change.after) or none,
        )
        for change in changes
    ]
    return tuple(sentences) or (CATALOGUE.public_text("no_change", lang),)
