"""What an answer was made from, found again: the model, the policy and the records of then, or which of them is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from features.policy.loading import Policy, PolicyError
from features.records.store.states import StoreInState
from models.answers.made_from import AnswerMadeFrom
from models.answers.reading import AnswerError
from models.provenance import GoneError, kept_model, kept_policy_of, records_then
from models.provenance.storage import is_that_of
from models.registry.loading import load_version
from models.registry.local_copy import kept as local_copy
from models.registry.tracking import RegistryError
from models.risk_model import FeaturesChangedError, ModelError, RiskModel


def model_of(made_from: AnswerMadeFrom, store: Path, copy: Path) -> RiskModel:
    """The model that scored: the one kept beside the records, else the registry's of that version, else the local copy.

    Args:
        copy: folder of the local copies.

    Raises:
        GoneError: none of them is the model of then, or this installation's features mean something else.
    """
    others = []
    places: tuple[tuple[str, str, Callable[[], RiskModel | None]], ...] = (
        ("记录库旁", "beside the records", lambda: kept_model(store, made_from)),
        ("模型登记处", "the registry", lambda: load_version(made_from.model, made_from.model_version)),
        ("本地副本", "the local copy", lambda: _copied(made_from, copy)),
    )
    for zh, en, find in places:
        try:
            model = find()
        except FeaturesChangedError as error:
            raise GoneError(
                f"该模型的特征在本版 fanpin 中含义已变，不能重算：安装当时的版本（{made_from.code_version}，程序 {made_from.code_digest}）后再核对 | the features of "
                f"that model mean something else in this fanpin. Install the version of then ({made_from.code_version}, code "
                f"{made_from.code_digest}) and try again."
            ) from error
        except (ModelError, RegistryError):
            # Damaged, or not to be had: the next place may have it.
            model = None
            others.append((f"{zh}读不出", f"{en} can't be read"))
            continue
        if model is not None and is_that_of(model, made_from):
            return model.with_version(made_from.model_version)
        others.append((f"{zh}没有", f"{en} has none") if model is None else (f"{zh}是另一个", f"{en} has another one"))
    raise GoneError(
        f"当时的模型已不在（{made_from.model} 第 {made_from.model_version} 版，{made_from.model_digest}）：{'，'.join(zh for zh, _ in others)}。从备份恢复 "
        f"{store / 'runs'} 后重试 | the model of then is gone ({made_from.model} {made_from.model_version}, {made_from.model_digest}): "
        f"{', '.join(en for _, en in others)}. Put {store / 'runs'} back from a backup and try again."
    )


def policy_then(made_from: AnswerMadeFrom, store: Path, county: Path | None) -> Policy:
    """The policy that was in the files: the one kept beside the records, else that of the files where they are still the same.

    Args:
        county: the county's own folder; None where it has none.

    Raises:
        GoneError: it is gone.
        PolicyError: what was kept is damaged and the files are others, or can't be read.
    """
    damaged = None
    try:
        kept = kept_policy_of(store, made_from.policy_version)
        if kept is not None:
            return kept
    except PolicyError as error:
        damaged = error
    today = Policy.load(county=county)
    if today.version == made_from.policy_version:
        return today
    raise damaged or GoneError(
        f"当时的政策数值（版本 {made_from.policy_version}）没有保存，现有政策文件是 {today.version}：从备份恢复 {store / 'runs'} 或当时的政策文件后重试 | the policy "
        f"values of then (version {made_from.policy_version}) were not kept, and the files of today are {today.version}. Put {store / 'runs'} or the "
        "files of then back from a backup and try again."
    )


def store_then(made_from: AnswerMadeFrom, store: Path) -> StoreInState | None:
    """The records in the versions that were read; None where none were.

    Raises:
        AnswerError: it is another store.
        GoneError: it is an older copy of it.
        StoreError: there is none.
    """
    if made_from.store is None:
        return None
    # As it stands, before the versions of then are looked for in it.
    present = StoreInState.open(store)
    if not isinstance(present, StoreInState) or present.identity != made_from.store:
        raise AnswerError(
            f"{store} 不是当时的记录库：用 FANPIN_DATA 指明给出该结果的记录库；重新收取批次建成的库，版本另计，不能核对 | {store} is not the record store of then. "
            "Name the one that the answer came from in FANPIN_DATA; a store that was made anew from the deliveries counts its versions anew and can't tell."
        )
    return records_then(made_from, store)


def _copied(made_from: AnswerMadeFrom, copy: Path) -> RiskModel | None:
    kept = local_copy(made_from.model, copy)
    return None if kept is None else kept.model
