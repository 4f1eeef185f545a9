"""A story as a page shows it: its sentence, the rows drawn, and a table of days and answers; or its cases and its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

from features.registry import features
from models.lists import Rules
from tests.house.recording import Case, Question, Rows, Story
from tests.models.lists.drawn_lists import Table

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
    questions: tuple[Question, ...]


def page_of(story: Story) -> Iterator[str]:
    """The lines of a story, from its heading on."""
    yield f"### {story.sentence}"
    yield ""
    if story.docstring:
        yield from (*story.docstring.splitlines(), "")
    if any(case.lists for case in story.cases):
        yield from _lists(story.cases)
        return
    questions = [question for case in story.cases for question in case.questions]
    if not questions or len({(question.given, question.as_of) for question in questions}) > MOST_ROWS:
        yield from _cases(story.cases)
        yield from ("```python", *story.body.splitlines(), "```", "")
        yield from (f"- `{call}`: {says}" for call, says in story.helpers.items())
        yield from [""] if story.helpers else []
        return
    for drawing in _drawings(story.cases, questions):
        yield from _given(drawing.rows)
        yield from _answers(drawing)
    yield from _meanings(questions)


KNOWN_BEFORE = {
    "visited": "Visited before:",
    "previous": "The list before, of which nobody was visited where it is not said:",
    "hits": "Severe rules that are hit:",
}


def _lists(cases: tuple[Case, ...]) -> Iterator[str]:
    """The scores, once where the cases share them, and for each case its capacity and the list."""
    shown: Table = []
    for case in cases:
        for office_list in case.lists:
            if office_list.scores != shown:
                shown = office_list.scores
                yield from _table(shown[0], shown[1:])
            for name, drawing in office_list.known.items():
                yield from (KNOWN_BEFORE[name], "")
                yield from _table(drawing[0], drawing[1:])
            yield f"{_rules_in_words(office_list.rules)}{f' ({case.remark})' if case.remark else ''}:"
            yield ""
            yield from _table(office_list.answer[0], office_list.answer[1:])


def _rules_in_words(rules: Rules) -> str:
    capacity = rules.capacity
    parts = {
        f"a share of {capacity.audit_share:g} of them for audit": capacity.audit_share > 0,
        f"{capacity.cool_down_months} months of rest": capacity.cool_down_months > 0,
        f"a share of {rules.must_include_share:g} more for severe rules": rules.must_include_share > 0,
        f"open cases carried over for {rules.carry_over_months} months": rules.carry_over_months > 0,
        f"a share of {rules.churn_share:g} of them may change by score": rules.churn_share < 1,
        f"a margin of {rules.churn_margin:g} times the odds": rules.churn_margin > 1,
        f"every village within {rules.floor_months} months": rules.floor_months > 0,
    }
    return ", ".join(
        [f"At {capacity.visits_per_hundred:g} visits per hundred households", *(one for one, on in parts.items() if on)]
    )


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    lines = [list(header), *map(list, rows)]
    escaped = [[cell.replace("|", r"\|") for cell in line] for line in lines]
    written = ["| " + " | ".join(line) + " |" for line in escaped]
    return [written[0], "|" + "---|" * len(lines[0]), *written[1:], ""]


def _drawings(cases: tuple[Case, ...], questions: list[Question]) -> list[Drawing]:
    """The questions by what their drawings have in common."""
    by_shape: dict[object, list[Question]] = {}
    for question in questions:
        shape = tuple((rows.table, rows.header, len(rows.cells)) for rows in question.given)
        by_shape.setdefault(shape, []).append(question)
    drawings = []
    for alike in by_shape.values():
        common = _common(cases, alike)
        if len(common.names) <= MOST_UNKNOWNS:
            drawings.append(common)
            continue
        by_rows: dict[tuple[Rows, ...], list[Question]] = {}
        for question in alike:
            by_rows.setdefault(question.given, []).append(question)
        drawings += [_common(cases, same) for same in by_rows.values()]
    return drawings


def _common(cases: tuple[Case, ...], questions: list[Question]) -> Drawing:
    """One drawing for questions whose drawings differ in single cells."""
    arguments = [
        case.arguments for question in questions for case in cases if any(question is its for its in case.questions)
    ]
    named: dict[tuple[str, ...], str] = {}
    drawn = []
    for place, rows in enumerate(questions[0].given):
        lines = []
        for number, line in enumerate(rows.cells):
            cells = []
            for position, cell in enumerate(line):
                values = tuple(question.given[place].cells[number][position] for question in questions)
                if len(set(values)) == 1:
                    cells.append(cell)
                    continue
                if values not in named:
                    named[values] = _name(rows.header[position], values, arguments, set(named.values()))
                cells.append(f"*{named[values]}*")
            lines.append(tuple(cells))
        drawn.append(Rows(rows.table, rows.header, tuple(lines)))
    for parameter in arguments[0]:
        if any(re.search(rf"\b{parameter}\b", question.what.replace(f"{parameter}=", "")) for question in questions):
            named.setdefault(tuple(str(of[parameter]) for of in arguments), parameter)
    # The as-of day has its column anyway.
    columns = {name: values for values, name in named.items() if name != "as_of"}
    by_question = tuple(zip(*columns.values(), strict=True)) if columns else ((),) * len(questions)
    return Drawing(tuple(drawn), tuple(columns), by_question, tuple(questions))


def _name(header: str, values: tuple[str, ...], arguments: list[dict[str, object]], taken: set[str]) -> str:
    """What cells that differ are called: as the parameter that they are, or as their column, with a number where that is taken."""
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
    questions = drawing.questions
    whats = list(dict.fromkeys(question.what for question in questions))
    several = len({question.household for question in questions}) > 1
    rows: dict[tuple[str, ...], dict[str, Answer]] = {}
    for question, values in zip(questions, drawing.values, strict=True):
        key = (*(value or UNKNOWN for value in values), question.as_of, *([question.household] if several else []))
        answer, row = _in_words(question.answer), rows.setdefault(key, {})
        if row.setdefault(question.what, (answer, question.remark))[0] != answer:
            raise ValueError(f"a row of the page would hold two answers about {question.what}: {key}")
    keys = [*drawing.names, "as_of", *(["household_id"] if several else [])]
    if len(rows) == 1 and len(whats) >= FEW_COLUMNS:
        ((key, answers),) = rows.items()
        upright = [[f"`{what}`", answers[what][0], answers[what][1]] for what in whats]
        title = ", ".join(f"{name} {value}" for name, value in zip(keys, key, strict=True))
        return _without_empty([title, "answer", REMARK], upright)
    lines = [
        [*key, *(answers.get(what, ("", ""))[0] for what in whats), _remarks(answers.values())]
        for key, answers in rows.items()
    ]
    return _without_empty([*keys, *(f"`{what}`" for what in whats), REMARK], lines)


def _remarks(answers: Iterable[Answer]) -> str:
    return "; ".join(dict.fromkeys(remark for _, remark in answers if remark))


def _without_empty(header: list[str], rows: list[list[str]]) -> list[str]:
    """A table without its last column where nothing stands in it."""
    if any(row[-1] for row in rows):
        return _table(header, rows)
    return _table(header[:-1], [row[:-1] for row in rows])


def _in_words(answer: float | None) -> str:
    return UNKNOWN if answer is None else f"{answer:.10g}"


def _meanings(questions: list[Question]) -> Iterator[str]:
    declared = features()
    named = [declared[what] for what in dict.fromkeys(question.what for question in questions) if what in declared]
    yield from (f"- `{feature.name}`: {feature.zh} | {feature.en} ({feature.unit})" for feature in named)
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
        return ", ".join(f"{name} {number}" for name, number in value.items())
    return str(value)
