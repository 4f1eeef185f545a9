"""The card as a page: one file without anything from outside, in Chinese or English, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from features.disk import write_whole
from features.disk.outputs import writable_folder
from models.card.schema import Card, GroupVerdict, Interval, Opponent, Text
from models.card.verdicts import Verdict

if TYPE_CHECKING:
    from jinja2 import Template

UNKNOWN = "–"
"""What a page says where the rows can't tell."""

FEWEST_COUNTED = 5
"""Counts of groups are told to the nearest five: a 0 says fewer than that, not none."""


SINGLE_RULE = "trigger:"
"""Opponents that are one rule of an office alone are called so."""


class Language(StrEnum):
    """The languages of the page; files and `lang` take the value."""

    CHINESE = "zh"
    ENGLISH = "en"


def card_page(card: Card, language: Language) -> str:
    """The page's HTML."""
    return _template().render(
        card=card,
        language=language.value,
        say=lambda zh, en: zh if language is Language.CHINESE else en,
        read=lambda text: _read(text, language),
        unknown=UNKNOWN,
        share=_share,
        number=_number,
        points=_points,
        count=_count,
        verdicts=tuple(Verdict),
        single=_by_group(one for one in card.fairness.verdicts if len(one.groups) == 1),
        opponents=_shown(card),
        pairs=[one for one in card.fairness.verdicts if len(one.groups) > 1],
    )


def card_files(card: Card) -> dict[str, str]:
    """The card and its pages by file name: `card.json`, `card.zh.html`, `card.en.html`."""
    pages = {f"card.{language.value}.html": card_page(card, language) for language in Language}
    return {"card.json": card.dump() + "\n", **pages}


def write_card(card: Card, folder: Path) -> list[Path]:
    """Write the card's files to a folder, which is made where it is missing.

    Returns:
        The files.

    Raises:
        OutputError, DiskError: they cannot be written there.
    """
    writable_folder(folder)
    written = []
    for name, text in card_files(card).items():
        write_whole(folder / name, partial(Path.write_text, data=text, encoding="utf-8"))
        written.append(folder / name)
    return written


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("card.html")


def _shown(card: Card) -> list[Opponent]:
    """The opponents; of the single rules only the one that found most, since there is one for each rule of each office."""
    opponents = card.quality.opponents
    single = [one for method, one in opponents.items() if method.startswith(SINGLE_RULE)]
    best = sorted(single, key=lambda one: -(one.recall_at_capacity.value or 0))[:1]
    return [one for method, one in opponents.items() if not method.startswith(SINGLE_RULE)] + best


def _read(text: Text, language: Language) -> str:
    return text.zh if language is Language.CHINESE else text.en


def _share(figure: Interval, digits: int = 1) -> str:
    """`31.2% (27.0, 36.1)`."""
    return _with_ends(figure, 100, "%", digits)


def _number(figure: Interval, digits: int = 2) -> str:
    """`1.02 (0.91, 1.13)`."""
    return _with_ends(figure, 1, "", digits)


def _points(figure: Interval) -> str:
    """`+16.0 (11.0, 21.0)`, in hundredths."""
    told = _with_ends(figure, 100, "", 1)
    return f"+{told}" if figure.value is not None and figure.value > 0 else told


def _with_ends(figure: Interval, times: int, unit: str, digits: int) -> str:
    if figure.value is None:
        return UNKNOWN
    told = f"{figure.value * times:.{digits}f}{unit}"
    if figure.low is None or figure.high is None:
        return told
    return f"{told} ({figure.low * times:.{digits}f}, {figure.high * times:.{digits}f})"


def _count(number: int) -> str:
    return f"{number:,}" if number else f"<{FEWEST_COUNTED}"


def _by_group(verdicts: Iterable[GroupVerdict]) -> list[list[GroupVerdict]]:
    """The metrics of each group side by side, in the card's order."""
    found: dict[tuple[str, ...], list[GroupVerdict]] = {}
    for one in verdicts:
        found.setdefault((*one.groups, *one.members), []).append(one)
    return list(found.values())
