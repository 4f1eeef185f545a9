"""What is compared between a row's description of a person and a listed person, as splink's settings.

The rules are written once here; how much each level tells is in `weights.yaml`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from features.errors import FanpinError
from features.intake.linkage.names import UNREADABLE
from features.texts.unrepeated import read_yaml

if TYPE_CHECKING:
    from splink.internals.comparison_creator import ComparisonCreator

DESCRIPTION: tuple[str, ...] = (
    "name", "number", "sound", "birth_date", "sex", "township", "village", "household_id", "head",
)  # fmt: skip
"""Columns of both sides. `number`: the 18 characters as written; `sound`: whether it is a valid ID number; `head`: on
the listed side whether the person heads a household, on the described side true where the roll is one of heads."""

RAREST_NAME = 0.0001
"""A name that one listed person bears is not therefore one in a hundred thousand: rarer than this tells no more."""

_EITHER = "{0}_l IS NULL OR {0}_r IS NULL"
# DuckDB counts edits in bytes, of which a Chinese character has three.
_OTHER_CHARACTERS = " + ".join(f"(name_l[{place}] <> name_r[{place}])::INTEGER" for place in range(1, 9))


def _holds_unread(text: str) -> str:
    return f"regexp_matches({text}, '{UNREADABLE}')"


# A character that nobody can read may be any: neither agreement nor another name.
_OTHER_READ = " + ".join(
    f"(name_l[{place}] <> name_r[{place}] AND NOT {_holds_unread(f'name_l[{place}] || name_r[{place}]')})::INTEGER"
    for place in range(1, 9)
)
_SLIPS = "damerau_levenshtein(number_l, number_r)"
_BIRTH_KNOWN = "birth_date_l IS NOT NULL AND birth_date_r IS NOT NULL"

LEVELS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "name": (
        _EITHER.format("name"),
        {
            "same": "name_l = name_r",
            "one_character": "length(name_l) = length(name_r) AND ("
            f"(length(name_l) > 2 AND ({_OTHER_CHARACTERS}) = 1) "
            f"OR ({_holds_unread('name_l || name_r')} AND ({_OTHER_READ}) = 0))",
            "same_surname": "name_l[1] = name_r[1]",
            "differs": "ELSE",
        },
    ),
    "number": (
        _EITHER.format("number"),
        {
            "both_sound_but_different": "sound_l AND sound_r AND number_l <> number_r",
            "same": "number_l = number_r",
            "one_slip_birth_told": f"({_BIRTH_KNOWN}) AND {_SLIPS} = 1",
            "one_slip": f"{_SLIPS} = 1",
            "two_slips": f"{_SLIPS} = 2",
            "same_birthday_inside": "number_l[7:14] = number_r[7:14]",
            "differs": "ELSE",
        },
    ),
    "birth": (
        _EITHER.format("birth_date"),
        {
            "same_day": "birth_date_l = birth_date_r",
            "same_month": "date_trunc('month', birth_date_l) = date_trunc('month', birth_date_r)",
            "one_part_differs": "strftime(birth_date_l, '%m%d') = strftime(birth_date_r, '%m%d') "
            "OR strftime(birth_date_l, '%Y%d') = strftime(birth_date_r, '%Y%d')",
            "differs": "ELSE",
        },
    ),
    "sex": (_EITHER.format("sex"), {"same": "sex_l = sex_r", "differs": "ELSE"}),
    "place": (
        f"({_EITHER.format('township')}) AND ({_EITHER.format('village')})",
        {
            "same_village": "village_l = village_r AND (township_l = township_r OR township_l IS NULL OR township_r IS NULL)",
            "same_township": "township_l = township_r",
            "differs": "ELSE",
        },
    ),
    "household": (_EITHER.format("household_id"), {"same": "household_id_l = household_id_r", "differs": "ELSE"}),
    # Whether the listed person is a head tells something only where the roll is one of heads.
    "head": (
        "head_l IS NULL OR head_r IS NULL OR (CASE WHEN source_dataset_l = 'described' THEN NOT head_l ELSE NOT head_r END)",
        {"head": "head_l AND head_r", "other": "ELSE"},
    ),
}
"""Each comparison: when it tells nothing, and its levels from the closest agreement on."""

BLOCKS = (
    "l.name = r.name AND date_trunc('month', l.birth_date) = date_trunc('month', r.birth_date)",
    "l.name = r.name AND l.village = r.village",
    "l.name = r.name AND l.number[15:18] = r.number[15:18]",
    "l.number[7:14] = r.number[7:14]",
    "l.number[13:18] = r.number[13:18]",
    "l.birth_date = r.birth_date AND l.township = r.township",
    "l.household_id = r.household_id",
)
"""Pairs that are looked at: any of these agrees. One slip leaves either the birthday or the end of a number whole."""


class WeightsError(FanpinError):
    """weights.yaml lacks a level or holds what is no share."""


@functools.cache
def weights() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """Both shares by comparison and level, as installed. Raises WeightsError naming the level that is wrong."""
    text = resources.files("features.intake.linkage").joinpath("weights.yaml").read_text(encoding="utf-8")
    return checked(read_yaml(text))


def checked(read: Any) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """The weights, when every level of every comparison has m and u, each a share, and each adds up to one."""
    for comparison, (_, levels) in LEVELS.items():
        by_level = read.get(comparison, {})
        if set(by_level) != set(levels):
            raise WeightsError(
                f"weights.yaml：{comparison} 的级别不全 | weights.yaml: {comparison} needs exactly the levels {', '.join(levels)}."
            )
        for share in ("m", "u"):
            values = [level.get(share) for level in by_level.values()]
            if not all(isinstance(value, float) and 0 < value < 1 for value in values):
                raise WeightsError(
                    f"weights.yaml：{comparison}：每个 {share} 应当大于0、小于1 | weights.yaml: {comparison}: each {share} must be a share above 0 and below 1."
                )
            if abs(sum(values) - 1) > 0.001:
                raise WeightsError(
                    f"weights.yaml：{comparison}：各级别的 {share} 合计应当为1 | weights.yaml: {comparison}: the {share} of its levels must add up to 1."
                )
    return read  # type: ignore[no-any-return]


def comparisons() -> list[ComparisonCreator | dict[str, Any]]:
    """The comparisons as splink takes them."""
    return [
        {
            "output_column_name": comparison,
            "comparison_levels": [
                {"sql_condition": nothing, "label_for_charts": "not told", "is_null_level": True},
                *(_level(comparison, level, condition) for level, condition in levels.items()),
            ],
        }
        for comparison, (nothing, levels) in LEVELS.items()
    ]


def _level(comparison: str, level: str, condition: str) -> dict[str, Any]:
    shares = weights()[comparison][level]
    settings: dict[str, Any] = {
        "sql_condition": condition,
        "label_for_charts": level,
        "m_probability": shares["m"],
        "u_probability": shares["u"],
    }
    if (comparison, level) == ("name", "same"):
        settings |= {"tf_adjustment_column": "name", "tf_adjustment_weight": 1.0, "tf_minimum_u_value": RAREST_NAME}
    return settings
