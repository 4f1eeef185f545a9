"""A story as a page shows it: its sentence, the rows drawn, and a table of days and answers; or its cases and its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

from features.registry import features
from tests.house.recording import Asked, Case, Rows, Story
from tests.models.drawn_lists import Table

MOST_ROWS = 36
"""Of a table of answers; a story with more is shown as its cases and its code."""
MOST_UNKNOWNS = 6
"""Cells of a drawing that differ from case to case and stand as a name in it; with more, each drawing is shown."""
REMARK = "remark"
FEW_COLUMNS = 4
UNKNOWN = "*unknown*"

Answer = tuple[str, str]
"""An answer and the remark beside it."""


@dataclass(frozen=True)
class Drawing:
    """Rows that several questions share: what differs from one to the other is a name in them, with a value for each."""

    rows: tuple[Rows, ...]
    names: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    asked: tuple[Asked, ...]


def page_of(story: Story) -> Iterator[str]:
    """The lines of a story, from its heading on."""
    yield f"### {story.sentence}"
    yield ""
    if story.says:
        yield from (*story.says.splitlines(), "")
    if any(case.listed for case in story.cases):
        yield from _lists(story.cases)
        return
    asked = [one for case in story.cases for one in case.asked]
    if not asked or len({(one.given, one.as_of) for one in asked}) > MOST_ROWS:
        yield from _cases(story.cases)
        yield from ("```python", *story.body.splitlines(), "```", "")
        yield from (f"- `{call}`: {says}" for call, says in story.helpers.items())
        yield from [""] if story.helpers else []
        return
    for drawing in _drawings(story.cases, asked):
        yield from _given(drawing.rows)
        yield from _answers(drawing)
    yield from _meanings(asked)


def _lists(cases: tuple[Case, ...]) -> Iterator[str]:
    """The scores, once where the cases share them, and for each case its capacity and the list."""
    shown: Table = []
    for case in cases:
        for one in case.listed:
            if one.scores != shown:
                shown = one.scores
                yield from _table(shown[0], shown[1:])
            if one.visited:
                yield from ("Visited before:", "")
                yield from _table(one.visited[0], one.visited[1:])
            rest, audits = one.capacity.cool_down_months, one.capacity.audit_share
            yield (
                f"At {one.capacity.visits_per_hundred:g} visits per hundred households"
                f"{f', a share of {audits:g} of them for audit' if audits else ''}"
                f"{f', {rest} months of rest' if rest else ''}{f' ({case.remark})' if case.remark else ''}:"
            )
            yield ""
            yield from _table(one.answer[0], one.answer[1:])


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    lines = [list(header), *map(list, rows)]
    escaped = [[cell.replace("|", r"\|") for cell in line] for line in lines]
    told = ["| " + " | ".join(line) + " |" for line in escaped]
    return [told[0], "|" + "---|" * len(lines[0]), *told[1:], ""]


def _drawings(cases: tuple[Case, ...], asked: list[Asked]) -> list[Drawing]:
    """The questions by what their drawings have in common."""
    by_shape: dict[object, list[Asked]] = {}
    for one in asked:
        shape = tuple((rows.table, rows.header, len(rows.cells)) for rows in one.given)
        by_shape.setdefault(shape, []).append(one)
    found = []
    for alike in by_shape.values():
        common = _common(cases, alike)
        if len(common.names) <= MOST_UNKNOWNS:
            found.append(common)
            continue
        by_rows: dict[tuple[Rows, ...], list[Asked]] = {}
        for one in alike:
            by_rows.setdefault(one.given, []).append(one)
        found += [_common(cases, same) for same in by_rows.values()]
    return found


def _common(cases: tuple[Case, ...], asked: list[Asked]) -> Drawing:
    """One drawing for questions whose drawings differ in single cells."""
    arguments = [case.arguments for one in asked for case in cases if any(one is its for its in case.asked)]
    named: dict[tuple[str, ...], str] = {}
    drawn = []
    for place, rows in enumerate(asked[0].given):
        lines = []
        for number, line in enumerate(rows.cells):
            cells = []
            for position, cell in enumerate(line):
                values = tuple(one.given[place].cells[number][position] for one in asked)
                if len(set(values)) == 1:
                    cells.append(cell)
                    continue
                if values not in named:
                    named[values] = _name(rows.header[position], values, arguments, set(named.values()))
                cells.append(f"*{named[values]}*")
            lines.append(tuple(cells))
        drawn.append(Rows(rows.table, rows.header, tuple(lines)))
    for parameter in arguments[0]:
        if any(re.search(rf"\b{parameter}\b", one.what.replace(f"{parameter}=", "")) for one in asked):
            named.setdefault(tuple(str(of[parameter]) for of in arguments), parameter)
    # The as-of day has its column anyway.
    columns = {name: values for values, name in named.items() if name != "as_of"}
    by_question = tuple(zip(*columns.values(), strict=True)) if columns else ((),) * len(asked)
    return Drawing(tuple(drawn), tuple(columns), by_question, tuple(asked))


def _name(header: str, values: tuple[str, ...], arguments: list[dict[str, object]], taken: set[str]) -> str:
    """What cells that differ are called: as the parameter that they are, or as their column, with a number where it needs one."""
    parameters = [name for name in arguments[0] if tuple(str(of[name]) for of in arguments) == values]
    base = parameters[0] if parameters else header
    return next(name for name in (base, *(f"{base} {n}" for n in range(2, 99))) if name not in taken)


def _given(drawn: tuple[Rows, ...]) -> Iterator[str]:
    if not drawn:
        yield from ("No rows.", "")
    for rows in drawn:
        yield from (f"`{rows.table}`", "")
        yield from _table(rows.header, rows.cells)


def _answers(drawing: Drawing) -> list[str]:
    """The answers, a row for each day, household and value of what differs; a single row stands upright."""
    asked = drawing.asked
    whats = list(dict.fromkeys(one.what for one in asked))
    several = len({one.household for one in asked}) > 1
    rows: dict[tuple[str, ...], dict[str, Answer]] = {}
    for one, values in zip(asked, drawing.values, strict=True):
        key = (*(value or UNKNOWN for value in values), one.as_of, *([one.household] if several else []))
        rows.setdefault(key, {})[one.what] = (_in_words(one.answer), one.remark)
    keys = [*drawing.names, "as_of", *(["household_id"] if several else [])]
    if len(rows) == 1 and len(whats) >= FEW_COLUMNS:
        ((key, answers),) = rows.items()
        told = [[f"`{what}`", answers[what][0], answers[what][1]] for what in whats]
        title = ", ".join(f"{name} {value}" for name, value in zip(keys, key, strict=True))
        return _without_empty([title, "answer", REMARK], told)
    told = [
        [*key, *(answers.get(what, ("", ""))[0] for what in whats), _remarks(answers.values())]
        for key, answers in rows.items()
    ]
    return _without_empty([*keys, *(f"`{what}`" for what in whats), REMARK], told)


def _remarks(answers: Iterable[Answer]) -> str:
    return "; ".join(dict.fromkeys(remark for _, remark in answers if remark))


def _without_empty(header: list[str], rows: list[list[str]]) -> list[str]:
    """A table without its last column where nothing stands in it."""
    if any(row[-1] for row in rows):
        return _table(header, rows)
    return _table(header[:-1], [row[:-1] for row in rows])


def _in_words(answer: float | None) -> str:
    return UNKNOWN if answer is None else f"{answer:.10g}"


def _meanings(asked: list[Asked]) -> Iterator[str]:
    declared = features()
    named = [declared[what] for what in dict.fromkeys(one.what for one in asked) if what in declared]
    yield from (f"- `{one.name}`: {one.zh} | {one.en} ({one.unit})" for one in named)
    yield from [""] if named else []


def _cases(cases: tuple[Case, ...]) -> list[str]:
    """The parameters of a story's runs: as a table, or each by itself where every value meets every other."""
    if not cases[0].arguments:
        return []
    values = {
        name: list(dict.fromkeys(_argument(case.arguments[name]) for case in cases)) for name in cases[0].arguments
    }
    if not any(case.remark for case in cases) and prod(map(len, values.values())) == len(cases):
        return [*(f"- `{name}`: {', '.join(its)}" for name, its in values.items()), ""]
    rows = [[*map(_argument, case.arguments.values()), case.remark] for case in cases]
    return _without_empty([*values, REMARK], rows)


def _argument(value: object) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return str(value)
