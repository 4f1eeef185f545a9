"""`fanpin what-if`."""

from __future__ import annotations

from typing import Annotated

import typer

from features.cli.options import AsOf, CountyFolder, console, data_folder, policy_of, standing_day
from models import DEFAULT_MODEL
from models.options import ModelName, model_copy

app = typer.Typer()


@app.command("what-if")
def what_if(
    household: Annotated[str, typer.Argument(help="户编号 Household code (户编号).")],
    as_of: AsOf = None,
    county: CountyFolder = None,
    model: ModelName = DEFAULT_MODEL,
) -> None:
    """Say what each measure within the office's reach would do to one household's score: the model's sensitivity, not a promise."""
    from features.context.cache import context_wanted_by
    from features.policy.listing import examples_counted
    from features.records.gate import Records
    from features.records.store import RecordStore
    from models.registry import load_champion
    from models.what_if.effects import what_if as supposed_of
    from models.what_if.wording import what_if_in_words

    store, policy = RecordStore.open(data_folder()), policy_of(county)
    champion = load_champion(model, copy=model_copy())
    stood = standing_day(as_of, store, policy, champion.horizon_months)
    context = context_wanted_by(champion.features, store, [stood.day])
    records = Records(store.records(households=[household]), context)
    answer = supposed_of(champion, records, household, stood.day, policy)
    lines = [str(stood.in_words), *what_if_in_words(answer), *examples_counted(policy, answer.policy_examples)]
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)
