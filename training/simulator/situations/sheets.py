"""What the yearly sheets and the roster of monitored households say of each household last."""

from __future__ import annotations

import polars as pl

from training.simulator.situations.reading import CODE, DAY, DELIVERY, ORDER, Reader, from_serial, last

NATIONAL, COUNTY = "national_household", "county_household"
NATIONAL_GAINS = (
    "工资性收入", "生产经营性收入", "财产性收入", "计划生育金", "低保金", "五保金", "养老保险金", "生态补偿金", "其他转移性收入",
)  # fmt: skip
COUNTY_GAINS = ("务工工资", "家庭经营收入", "财产收入", "补贴及其他收入")


def described(rows: pl.DataFrame, reader: Reader, month: int) -> pl.DataFrame:
    """The rows of a yearly list with DAY, the last day that it describes: of the year's September or December."""
    ends = pl.date(pl.col("年度").cast(pl.Int32), month, 1).dt.month_end()
    return rows.with_columns(pl.min_horizontal(ends, reader.delivered_on()).alias(DAY)).drop("年度")


def sheets(reader: Reader) -> pl.DataFrame:
    """Every yearly sheet by day: `net` (null where nobody asked), `aside` (payouts less compliant self-paid expense),
    `dibao`, `national`, `grade`, `water`.
    """
    both = ("年度", pl.col("危房级别").alias("grade"), (pl.col("是否解决安全饮用水") == "是").alias("water"))
    national = reader.rows(
        NATIONAL,
        *both,
        _net(NATIONAL_GAINS, "生产经营性支出"),
        (_yuan("家庭理赔收入") - _yuan("合规自付支出")).alias("aside"),
        _yuan("低保金").alias("dibao"),
        pl.lit(value=True).alias("national"),
    )
    county = reader.rows(
        COUNTY,
        *both,
        _net(COUNTY_GAINS, "经营支出"),
        pl.lit(0.0).alias("aside"),
        pl.lit(0.0).alias("dibao"),
        pl.lit(value=False).alias("national"),
    )
    return pl.concat([described(national, reader, 9), described(county, reader, 12)]).sort(*ORDER)


def _yuan(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float64)


def _net(gains: tuple[str, ...], cost: str) -> pl.Expr:
    return (pl.sum_horizontal([_yuan(one) for one in gains], ignore_nulls=False) - _yuan(cost)).alias("net")


def income(reader: Reader) -> pl.DataFrame:
    """The last sheet of each household with figures."""
    return last(reader.once(sheets).filter(pl.col("net").is_not_null()), CODE)


def monitoring(reader: Reader) -> pl.DataFrame:
    """CODE, `monitored` (else the risk is removed), `entered`: what the last roster says; no row for who never was on one."""
    told = ("风险是否消除", from_serial("识别监测时间"), from_serial("风险消除回退时间"))
    rows = last(reader.rows("monitoring_roster", *told), CODE)
    return rows.select(
        CODE,
        (pl.col("风险是否消除") == "否").alias("monitored"),
        pl.max_horizontal("识别监测时间", "风险消除回退时间").alias("entered"),
    )


def lifted_out(reader: Reader) -> pl.DataFrame:
    """CODE of the households whose last sheet is that of a lifted-out household.

    The national sheet does not say it: of those on it, the monitored ones are what the roster of that day calls them.
    """
    sheet = last(reader.once(sheets), CODE).filter("national").select(CODE, _sheet=pl.col(DELIVERY))
    kinds = reader.rows("monitoring_roster", "户类型").join(sheet, on=CODE, maintain_order="left")
    told = last(kinds.filter(pl.col(DELIVERY) <= pl.col("_sheet")), CODE).select(CODE, "户类型")
    return sheet.join(told, on=CODE, how="left").filter(pl.col("户类型").fill_null("脱贫户") == "脱贫户").select(CODE)
