"""`fanpin score`, `fanpin explain`, `fanpin verify-no-leak`."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from features.cli import data_folder
from features.errors import FanpinError
from features.options import CountyFolder, policy_of
from models import DEFAULT_MODEL

if TYPE_CHECKING:
    from features.records.store import RecordStore

app = typer.Typer()
console = Console()

AsOf = Annotated[str | None, typer.Option("--as-of", help="Day to stand on, YYYY-MM-DD; default: the last delivery's.")]
ModelName = Annotated[str, typer.Option("--model", help="Registered model.")]


def model_copy() -> Path:
    return Path(os.environ.get("FANPIN_MODEL_COPY", "var/model"))


def day(text: str) -> dt.date:
    """A date as people type it.

    Raises:
        FanpinError: it is none.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise FanpinError(f"{text!r} is not a date; write it as YYYY-MM-DD.") from error


@app.command()
def score(
    out: Annotated[Path, typer.Option("--out", help="File to write: .parquet, .csv or .xlsx.")],
    as_of: AsOf = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Score every household in scope, with reasons, riskiest first."""
    from features.records.store import RecordStore
    from models.registry import load_champion
    from models.score import score as score_all
    from models.score import write_scores

    store = RecordStore.open(data_folder())
    on = day(as_of) if as_of else last_known(store)
    scores = score_all(load_champion(model, copy=model_copy()), store, policy_of(county), on)
    write_scores(scores, out)
    console.print(f"{scores.height:,} households scored as of {on}: {out}", soft_wrap=True)


@app.command()
def explain(
    household: Annotated[str, typer.Argument(help="Household code (户编号).")],
    as_of: AsOf = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Say in words why one household has the score it has."""
    from features.frame import index_of
    from features.records.gate import Records
    from features.records.store import RecordStore
    from models.assess import assess_one
    from models.registry import load_champion
    from models.tell import tell

    store = RecordStore.open(data_folder())
    on = day(as_of) if as_of else last_known(store)
    records = Records(store.records(households=[household]))
    answer = assess_one(load_champion(model, copy=model_copy()), records, index_of([household], on), policy_of(county))
    console.print("\n".join(tell(answer)), highlight=False, markup=False, soft_wrap=True)


@app.command("verify-no-leak")
def verify_no_leak(
    as_of: Annotated[str, typer.Option("--as-of", help="Day to stand on, YYYY-MM-DD.")],
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Delete everything learned after a day and prove that its features and scores do not change."""
    from features.records.store import RecordStore
    from models.leak import prove_no_leak
    from models.registry import load_champion
    from models.risk_model import ModelError

    try:
        champion = load_champion(model, copy=model_copy())
    except ModelError:
        champion = None
        console.print("No trained model: features are proved, scores are not.")
    proof = prove_no_leak(RecordStore.open(data_folder()), policy_of(county), day(as_of), champion)
    for household, what in proof.leaks[:20]:
        console.print(f"leak: household {household}: {what}")
    console.print(
        f"{proof.values:,} feature values and {proof.scores:,} scores of {proof.households:,} households as of "
        f"{proof.as_of}, with and without {proof.rows_deleted:,} records known later: "
        f"{'identical' if not proof.leaks else f'{len(proof.leaks):,} differences'}."
    )
    if proof.leaks:
        raise typer.Exit(1)


def last_known(store: RecordStore) -> dt.date:
    """The day of the last delivery: what the county knows now.

    Raises:
        FanpinError: nothing was delivered.
    """
    days = store.known_days()
    if days is None:
        raise FanpinError("the store holds no delivery yet. Run `fanpin intake DIR` first.")
    return days[1]
