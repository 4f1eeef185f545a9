"""Scores as a file: Parquet and CSV for programs, a workbook for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from features.disk import write_whole
from features.disk.outputs import writable_file, write_csv
from features.errors import FanpinError
from features.triggers.wording import hits_in_words
from models.bands import RiskBand
from models.certainty import verify_fields
from models.reasons import in_words, main_risk_types
from models.sheets import visits
from models.sheets.scores import Remark, workbook_of
from models.sheets.visit_list import VisitList


def writable_scores(path: Path) -> Path:
    """The path, if scores can be written there: asked before the work.

    Raises:
        FanpinError: another ending.
        OutputError: nothing can be written there.
    """
    if path.suffix.lower() not in ENDINGS:
        raise FanpinError(
            f"{path}：评分可以写成 {'、'.join(ENDINGS)}，请用其中一种结尾 | {path}: scores can be written as {', '.join(ENDINGS)}; "
            "choose one of these endings."
        )
    return writable_file(path)


def write_scores(
    scores: pl.DataFrame,
    path: Path,
    examples: Sequence[str] = (),
    names: pl.DataFrame | None = None,
    region: str = "",
    remarks: Sequence[Remark] = (),
) -> None:
    """Write scores as Parquet, CSV or Excel, by the file's ending, whole or not at all.

    Parquet keeps the reasons as structures; CSV tells them in words, one column each, every text as text so that no
    program takes data for a formula. A workbook is for people (`models.sheets.scores`); a list of visits is another
    (`write_visit_list`).

    Args:
        examples: lines about policy values that are examples, for a workbook.
        remarks: what a reader of the workbook must know (`models.sheets.scores.Remark`).
        names: of villages, for a workbook (`features.workbooks.homes.names_on`); without them it tells codes.

    Raises:
        FanpinError: another ending, or more rows than a workbook holds.
        OutputError, DiskError: it cannot be written there.
    """
    writable_scores(path)
    ending, scores = path.suffix.lower(), in_words(scores)
    if is_for_people(path):
        content = workbook_of(scores, pl.DataFrame(schema=NAMES) if names is None else names, examples, region, remarks)
        write_whole(path, lambda to: to.write_bytes(content))
    else:
        FOR_PROGRAMS[ending](scores, path)


def is_for_people(path: Path) -> bool:
    """Whether a file of this name is a workbook."""
    return path.suffix.lower() == FOR_PEOPLE


def write_visit_list(visit_list: VisitList, path: Path) -> None:
    """Write a list of visits as a workbook, whole or not at all.

    Raises:
        TooManyVisitsError: more households than a sheet holds.
        OutputError, DiskError: it cannot be written there.
    """
    content = visits.workbook_of(visit_list)
    write_whole(writable_scores(path), lambda to: to.write_bytes(content))


def _write_parquet(scores: pl.DataFrame, path: Path) -> None:
    write_whole(path, scores.write_parquet)


def _write_csv(scores: pl.DataFrame, path: Path) -> None:
    write_csv(flat(scores), path)


FOR_PROGRAMS: dict[str, Callable[[pl.DataFrame, Path], None]] = {".parquet": _write_parquet, ".csv": _write_csv}
FOR_PEOPLE = ".xlsx"
ENDINGS = (*FOR_PROGRAMS, FOR_PEOPLE)
NAMES = {"region_code": pl.String(), "township": pl.String(), "village": pl.String()}


def flat(scores: pl.DataFrame) -> pl.DataFrame:
    """Scores without structures: the band and the main risk types in Chinese, reasons as columns of words with their contributions.

    Args:
        scores: with words (`models.reasons.in_words`).
    """
    most = int(scores["reasons"].list.len().max() or 0)  # type: ignore[arg-type]
    reason = pl.col("reasons").list
    columns = []
    for position in range(most):
        fields = reason.get(position, null_on_oob=True).struct
        columns += [
            fields.field("zh").alias(f"reason_{position + 1}_zh"),
            fields.field("en").alias(f"reason_{position + 1}_en"),
            fields.field("topic").alias(f"reason_{position + 1}_topic"),
            fields.field("contribution").alias(f"reason_{position + 1}_contribution"),
            fields.field("points").alias(f"reason_{position + 1}_points"),
        ]
    band = pl.col("band").replace_strict({one.value: one.zh for one in RiskBand}, return_dtype=pl.String)
    main = pl.Series(
        "risk_types", ["、".join(kind.zh for kind in main_risk_types(raised)) for raised in scores["risk_types"]]
    )
    hits = pl.Series(
        "hits", ["；".join(hit["zh"] for hit in hits_in_words(of_one)) for of_one in scores["hits"]], dtype=pl.String
    )
    verify = pl.Series(
        "verify_first",
        ["；".join(verify_fields(against)["zh"] for against in of_one) for of_one in scores["verify_first"]],
        dtype=pl.String,
    )
    protects = pl.col("protects").list.eval(pl.element().struct.field("zh")).list.join("；")
    return scores.with_columns(band, main, verify, hits, protects, pl.col("unclear").list.join("、"), *columns).drop(
        "reasons"
    )
