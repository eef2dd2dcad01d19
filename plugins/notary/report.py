"""The report of a result as a PDF: rule, votes, ranking, awards and decisions as the record has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugins.paths import ROOT
from plugins.results.explain import explain_rule
from plugins.results.record import hash_record
from plugins.results.result import TallyResult
from plugins.site.files.theme_assets import ThemeAssets
from plugins.site.printing.print_documents import REGIONS
from plugins.site.printing.typst import typeset
from plugins.system.messages import Catalogue

# in the language of the competition, or of the person who runs the command
say = Catalogue(__file__).public_text
THEME = ROOT / "theme"


def make_report(result: TallyResult, record: Mapping[str, Any]) -> bytes:
    """Typeset the report; the same record gives the same bytes."""
    files = ThemeAssets(THEME, result.inputs.competition.brand).print_files()
    return next(typeset(THEME / "print" / "tally_report.typ", files, [_report_data(result, record)])).pdf


def _report_data(result: TallyResult, record: Mapping[str, Any]) -> dict[str, Any]:
    config = result.inputs.competition.config
    lang = config.languages[0]
    names = {
        entry.slug: f"{entry.number} {entry.title.in_language(lang).value}"
        for entry in result.inputs.competition.entries
    }
    units = {unit.id: unit.name.in_language(lang).value for unit in result.inputs.competition.units}
    levels = {level.id: level.name.in_language(lang).value for level in config.award_levels}
    rule_awards = result.inputs.rule.special_awards
    levels |= {award.id: award.name.in_language(lang).value for award in rule_awards}
    return {
        "name": f"{config.short_name.in_language(lang).value} · {say('report', lang)}",
        "authors": [organiser.name.in_language(lang).value for organiser in config.organisers],
        "lang": lang.split("-")[0].lower(),
        "region": REGIONS.get(lang),
        "contest": config.name.in_language(lang).value,
        "title": say("report", lang),
        "sections": [
            _section("rule", lang, (), [[sentence] for sentence in explain_rule(result.inputs.rule, config, lang)]),
            _section("channels", lang, ("channel", "valid", "voided"), _channel_rows(record)),
            _section("voids", lang, ("votes", "reason", "author", "date"), _void_rows(record)),
            _section("ranking", lang, ("place", "entry", "votes", "total"), _ranking_rows(record, names)),
            _section("awards", lang, ("award", "winners"), _award_rows(record, levels, names | units)),
            _section("decisions", lang, ("kind", "reason", "author", "date"), _decision_rows(record)),
            _section("files", lang, ("file", "SHA-256"), [[*pair] for pair in sorted(record["inputs"].items())]),
            _section("record", lang, (), [[hash_record(record)]]),
        ],
    }


def _section(code: str, lang: str, columns: tuple[str, ...], rows: list[list[str]]) -> dict[str, Any]:
    heads = [name if name == "SHA-256" else say(f"column_{name}", lang) for name in columns]
    return {"title": say(f"section_{code}", lang), "columns": heads, "rows": rows, "none": say("none", lang)}


def _channel_rows(record: Mapping[str, Any]) -> list[list[str]]:
    return [
        [channel["channel"], str(sum(map(int, channel["valid"].values()))), channel["voided"]]
        for channel in record["votes"]
    ]


def _void_rows(record: Mapping[str, Any]) -> list[list[str]]:
    voids = [void for channel in record["votes"] for void in channel["voids"]]
    return [[void["votes"], void["reason"], void["author"], void["date"]] for void in voids]


def _ranking_rows(record: Mapping[str, Any], names: Mapping[str, str]) -> list[list[str]]:
    return [[score["place"], names[score["entry"]], score["votes"], score["published"]] for score in record["ranking"]]


def _award_rows(record: Mapping[str, Any], levels: Mapping[str, str], names: Mapping[str, str]) -> list[list[str]]:
    awards = [*record["awards"].items(), *record["special"].items()]
    return [
        [levels.get(level, level), "\n".join(names.get(name, name) for name in winners)] for level, winners in awards
    ]


def _decision_rows(record: Mapping[str, Any]) -> list[list[str]]:
    lots = [["lot", lot["reason"], lot["author"], lot["date"]] for lot in record["lots"]]
    return lots + [[item["kind"], item["reason"], item["author"], item["date"]] for item in record["decisions"]]
