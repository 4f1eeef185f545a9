"""A value's lineage in words, Chinese first: what made it, where that was delivered, and what it would be without."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping

from features.errors import FanpinError
from features.policy.loading import Policy, PolicyValue, Step
from features.proofs.lineage.removing import KnownRows
from features.proofs.lineage.tracing import Lineage, RowBehind, trace
from features.records.gate import Records
from features.records.tables import COMMON_COLUMNS, TABLES
from features.registry import Feature, features
from features.registry.wording import fact_en, fact_zh, value_in_words

INDENT = "    "
SUGGESTED = 5


class LineageError(FanpinError):
    """There is no lineage to tell; the message says why and what to ask instead."""


def require_feature(name: str) -> None:
    """Raises LineageError when there is no feature of that name, naming those that sound like it."""
    if name not in features():
        near = difflib.get_close_matches(name, features(), n=SUGGESTED, cutoff=0.5)
        hint_zh, hint_en = (f"相近的有：{'、'.join(near)}。", f" Near it: {', '.join(near)}.") if near else ("", "")
        raise LineageError(
            f"没有特征 {name}。{hint_zh}fanpin features 列出全部。 | There is no feature {name}.{hint_en} `fanpin features` "
            "lists them."
        )


def lineage_in_words(
    records: Records, household_id: str, as_of: dt.date, name: str, policy: Policy, files: Mapping[str, str]
) -> list[str]:
    """The lines of `fanpin explain --lineage`.

    Args:
        files: the delivered file of each delivery.

    Raises:
        LineageError: no such feature, or nothing was known of the household that day.
    """
    require_feature(name)
    if not KnownRows.of(records, household_id, as_of, TABLES).height:
        raise LineageError(
            f"截至 {as_of} 没有掌握户 {household_id} 的任何记录：核对户编号和日期。 | Nothing was known of household "
            f"{household_id} by {as_of}: check the code and the day."
        )
    lineage = trace(records, household_id, as_of, name, policy)
    return [f"户 {household_id}，截至 {as_of}", *_lines(lineage, files, "", set())]


def _lines(lineage: Lineage, files: Mapping[str, str], indent: str, before: set[str]) -> Iterator[str]:
    feature = lineage.feature
    fact = f"{fact_zh(feature, lineage.value)} | {fact_en(feature, lineage.value)}"
    again = feature.name in before and (lineage.rows or lineage.ingredients)
    yield f"{indent}{feature.name}  {fact}{'（见上 | see above）' if again else ''}"
    if again:
        return
    before.add(feature.name)
    inner = indent + INDENT
    if lineage.absent is not None:
        yield f"{inner}{lineage.absent}"
    for value, step in lineage.policy:
        yield from _policy(value, step, inner)
    for name, counted in lineage.context:
        yield f"{inner}{name}  {'未知 unknown' if counted is None else counted}"
    for number, row in enumerate(lineage.rows, start=1):
        yield from _row(number, row, lineage, files, inner)
    for ingredient in lineage.ingredients:
        yield from _lines(ingredient, files, inner, before)


def _policy(value: PolicyValue, step: Step, indent: str) -> Iterator[str]:
    since = f"自 {step.since} 起{f'，适用 {step.scope}' if step.scope else ''}"
    example = "，示例值，请换成本县文件的数 | an example: put the county's own in its place" * (
        step.status == "example"
    )
    yield f"{indent}{value.name}  {value.zh}：{step.value:g}（{since}；{value.file}{example}）"
    yield f"{indent}{INDENT}{step.source}"


def _row(number: int, behind: RowBehind, lineage: Lineage, files: Mapping[str, str], indent: str) -> Iterator[str]:
    row = behind.row
    sheet = f"「{row['source_sheet']}」" if row["source_sheet"] else ""
    line = f"第 {row['source_row']} 行 (row {row['source_row']})" if row["source_row"] is not None else ""
    parts = (f"{files.get(row['delivery_id'], '')}{sheet}", line, f"批次 (delivery) {row['delivery_id']}")
    where = "，".join(part for part in parts if part)
    yield f"{indent}{number}. {behind.table}  发生 {row['event_date']}，知晓 {row['known_date']}：{where}"
    cells = "，".join(_cells(behind, lineage))
    if cells:
        yield f"{indent}   {cells}"
    yield f"{indent}   {_effect(behind, lineage.feature)}"


def _cells(behind: RowBehind, lineage: Lineage) -> Iterator[str]:
    """The person, as a pseudonym, and what is read of the row: with the official word beside a code."""
    if behind.row.get("person_id"):
        yield f"人员 person {behind.row['person_id']}"
    columns = TABLES[behind.table].columns()
    read = lineage.columns if behind.counted else tuple(name for name in columns if behind.row[name] is not None)
    for name in read:
        if name in COMMON_COLUMNS or name in ("person_id", "carried_by"):
            continue
        about, cell = columns[name].metadata or {}, behind.row[name]
        label = dict(zip(about.get("values") or (), about.get("labels") or (), strict=True)).get(cell, "")
        value = (
            {None: "未写明 unknown", True: "是 yes", False: "否 no"}.get(cell, cell)
            if not isinstance(cell, float)
            else f"{cell:g}"
        )
        yield f"{about.get('zh', name)} {name}={value}{f' {label}' if label else ''}"


def _effect(behind: RowBehind, feature: Feature) -> str:
    if behind.supports:
        return "不计入；与其他行所述相同，全部去掉则值改变 | not counted; says what others say too: without all of them the value is another"
    if not behind.decides:
        return "计入；单独去掉它，值不变 | counted; without it alone the value stays"
    without = value_in_words(feature, behind.without)
    zh, en = ("计入", "counted") if behind.counted else ("不计入", "not counted")
    return f"{zh}；去掉它则为 {without.zh} | {en}; without it: {without.en}"
