"""What the departments' files say last: dwelling, water, grants and measures, cards, diagnoses, schooling."""

from __future__ import annotations

import polars as pl

from training.simulator.health import CLASSES, MAJOR
from training.simulator.sheets.labels import GRADES, HOUSE_GRADES
from training.simulator.situations.reading import CODE, DAY, ORDER, PERSON, Reader, from_serial, last
from training.simulator.situations.sheets import sheets

LITRES, DAYS_OUT, FETCH_MINUTES = 35, 36, 20
"""The drinking-water standard of four indicators: at least, at most, at most; and the quality."""


def unsafe_houses(reader: Reader) -> pl.DataFrame:
    """CODE of the households whose dwelling was last graded C or D and is not remedied."""
    inspected = reader.rows("housing_inspection", pl.col("危房级别").alias("grade"), from_serial("整改完成日期"))
    # The repair is told with the inspection that it answers, once more: the later row of the same day.
    inspected = inspected.filter(pl.col(DAY) <= reader.today).rename({"整改完成日期": "remedied"})
    graded = pl.concat([reader.once(sheets), inspected], how="diagonal").filter(pl.col("grade").is_in(HOUSE_GRADES))
    now = last(graded.sort(*ORDER, maintain_order=True), CODE)
    open_still = pl.col("remedied").is_null() | (pl.col("remedied") > reader.today)
    return now.filter(pl.col("grade").is_in(HOUSE_GRADES[2:]) & open_still).select(CODE)


def unsafe_water(reader: Reader) -> pl.DataFrame:
    """CODE of the households whose water was last called unsafe by a sheet or failed an indicator of a check."""
    good = (
        (pl.col("每人每天水量(升)").cast(pl.Int64) >= LITRES)
        & (pl.col("年断水天数").cast(pl.Int64) <= DAYS_OUT)
        & (pl.col("取水往返时间(分钟)").cast(pl.Int64) <= FETCH_MINUTES)
        & (pl.col("水质是否达标") == "是")
    )
    checked = reader.rows("water_check", good.alias("water")).filter(pl.col(DAY) <= reader.today)
    told = pl.concat([reader.once(sheets), checked], how="diagonal").sort(*ORDER, maintain_order=True)
    return last(told, CODE).filter(~pl.col("water")).select(CODE)


def measures(reader: Reader) -> pl.DataFrame:
    """CODE, `kind`, `started`, `ended` (null while open) of every grant and measure begun by the last day."""
    kinds = {"support_measure": "帮扶措施类型", "civil_relief": "救助类型"}
    days = [
        pl.col(column).str.strptime(pl.Date, "%Y-%m-%d").alias(name)
        for column, name in (("开始日期", "started"), ("结束日期", "ended"))
    ]
    rows = [
        reader.rows(source, pl.col(kind).alias("kind"), *days).select(
            CODE, "_delivery", "_row", "kind", "started", "ended"
        )
        for source, kind in kinds.items()
    ]
    # One grant stands in both lists: a word of the same day from civil affairs, who pay it, is the last.
    told = pl.concat(rows).sort("_delivery", maintain_order=True)
    return last(told, CODE, "kind", "started").filter(pl.col("started") <= reader.today)


def cards(reader: Reader) -> pl.DataFrame:
    """The last disability card of each person: PERSON, `since`, `severe`, `living`, `nursing`."""
    rows = reader.rows(
        "disability_card",
        pl.col("残疾等级").is_in(GRADES[:2]).alias("severe"),
        (pl.col("是否享受困难残疾人生活补贴") == "是").alias("living"),
        (pl.col("是否享受重度残疾人护理补贴") == "是").alias("nursing"),
    ).filter(pl.col(DAY) <= reader.today)
    return last(rows.sort(*ORDER), PERSON).select(PERSON, "severe", "living", "nursing", since=pl.col(DAY))


def major_diseases(reader: Reader) -> pl.DataFrame:
    """PERSON and `since`, the first day of a major disease in the health office's register or on a bill."""
    sources = ("health_diagnosis", "medical_settlement")
    rows = [reader.rows(source, pl.col("病种类别").alias("class")).select(PERSON, DAY, "class") for source in sources]
    major = pl.concat(rows).filter(pl.col("class") == CLASSES[MAJOR], pl.col(DAY) <= reader.today)
    return major.group_by(PERSON).agg(pl.col(DAY).min().alias("since"))


def schooling(reader: Reader) -> pl.DataFrame:
    """The school's last word on each person: PERSON, `told`, `status`."""
    rows = reader.rows("education_enrolment", pl.col("就学状态").alias("status")).filter(pl.col(DAY) <= reader.today)
    return last(rows.sort(*ORDER), PERSON).select(PERSON, "status", told=pl.col(DAY))


def relocated(reader: Reader) -> pl.DataFrame:
    """CODE of the households that have moved to a settlement."""
    moved = pl.col("入住日期").str.strptime(pl.Date, "%Y-%m-%d")
    return reader.rows("relocation", moved).filter(pl.col("入住日期") <= reader.today).select(CODE).unique()
