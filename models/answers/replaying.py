"""An answer made again from what it names, and held against what was given, field by field and bit for bit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.context.cache import context_wanted_by
from features.frame.fingerprint import context_read
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store.states import StoreInState
from features.texts.unrepeated import read_json
from models.answers.assessing import Answer, answer_sent, answer_stored, context_without
from models.answers.documents import records_of
from models.answers.fields import answer_as_json
from models.answers.gathering import model_of, policy_then, store_then
from models.answers.reading import MADE_FROM, AnswerError, KeptAnswer, read_document
from models.provenance import code_changed, records_may_be_gone
from models.refusal import NotScoreableError
from models.risk_model import RiskModel

NOT_COMPARED = {
    "made_from.code_version": "told beside: a later fanpin may well give the same answer",
    "made_from.code_digest": "told beside, likewise",
    "made_from.format": "of the file, not of the answer",
}
"""Fields of an answer that are not held against those of the answer that is made again, and why."""

FIELDS_NAMED = 12


@dataclass(frozen=True)
class Difference:
    """A field that is not what it was.

    Attributes:
        field: its path in the answer, such as `reasons[0].points`.
        then, now: what it held where that is a number; None of everything else, which may tell of a person.
    """

    field: str
    then: float | None = None
    now: float | None = None

    def __str__(self) -> str:
        return self.field if self.then is None or self.now is None else f"{self.field} {self.then!r} → {self.now!r}"


@dataclass(frozen=True)
class ReplayedAnswer:
    """What came of it.

    Attributes:
        changed: that this installation makes scores by another text than then; None where it does not.
    """

    answer: KeptAnswer
    differences: tuple[Difference, ...]
    changed: Bilingual | None

    @property
    def same(self) -> bool:
        return not self.differences

    def in_words(self) -> list[Bilingual]:
        """What a person reads about it."""
        as_of, household = self.answer.made_from.as_of, self.answer.household_id
        if self.same:
            line = Bilingual(
                f"户 {household} 截至 {as_of} 的结果已重新计算，逐位一致",
                f"the answer about household {household} as of {as_of} was made again: it is the same bit for bit",
            )
        else:
            fields = [str(difference) for difference in self.differences[:FIELDS_NAMED]]
            more = len(self.differences) - len(fields)
            zh, en = (f"，另有 {more} 处", f" and {more} more") if more > 0 else ("", "")
            line = Bilingual(
                f"户 {household} 截至 {as_of} 的结果重新计算后与文件不一致：{'、'.join(fields)}{zh}。文件被改动过，或当时所用的已变：请数据管理员查明",
                f"the answer about household {household} as of {as_of} made again is not what the file says: {', '.join(fields)}{en}. The file was altered, "
                "or what it was made from was; let data staff find out",
            )
        return [line] if self.changed is None else [line, self.changed]


def replay_answer(
    answer: KeptAnswer, store: Path, county: Path | None, copy: Path, document: Path | None = None
) -> ReplayedAnswer:
    """Make an answer again and hold every field against what was given.

    Args:
        store: folder of the records.
        county: the county's own folder; None where it has none.
        copy: folder of the models' local copies.
        document: the file that was sent, of an answer about a document.

    Raises:
        GoneError: something that it was made from is not there any more.
        AnswerError: it is not of this store, or the document is not the one.
        StoreError, PolicyError, ContextError, ExplanationError: it can't be made again here.
    """
    made_from = answer.made_from
    changed = code_changed(made_from.code_version, made_from.code_digest)
    sent = _document(answer, document)
    held = store_then(made_from, store)
    model, policy = model_of(made_from, store, copy), policy_then(made_from, store, county)
    try:
        with records_may_be_gone(made_from):
            if sent is None:
                again = _stored_again(answer, model, policy, held)
            else:
                again = _sent_again(sent, answer, model, policy, held)
    except NotScoreableError as error:
        return ReplayedAnswer(answer, (Difference(f"probability ({error.refusal.value})"),), changed)
    return ReplayedAnswer(answer, tuple(differences(answer, again)), changed)


def differences(answer: KeptAnswer, again: Answer) -> Iterator[Difference]:
    """The fields that are not the same, those of NOT_COMPARED left out."""
    then = {**answer.fields, MADE_FROM: answer.made_from.as_dict()}
    for difference in _differing("", then, read_json(answer_as_json(again))):
        if difference.field not in NOT_COMPARED:
            yield difference


def _stored_again(answer: KeptAnswer, model: RiskModel, policy: Policy, store: StoreInState | None) -> Answer:
    household_id, as_of = answer.household_id, answer.made_from.as_of
    tables = {} if store is None else store.records(households=[household_id])
    if store is None or all(rows.is_empty() for rows in tables.values()):
        raise AnswerError(
            f"当时的记录中没有户 {household_id}：核对文件是否被改动，或是否出自另一个县的记录库 | the records of then hold no household {household_id}. Check whether the "
            "file was altered, or comes from another county's store."
        )
    records = Records(tables, context_wanted_by(model.features, store, [as_of]))
    return answer_stored(model, policy, store, records, household_id, as_of, keep=False)


def _sent_again(
    document: dict[str, Any], answer: KeptAnswer, model: RiskModel, policy: Policy, store: StoreInState | None
) -> Answer:
    as_of = answer.made_from.as_of
    try:
        records, household_id = records_of(document), str(document["household_id"])
    except (AttributeError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise AnswerError(
            "该文书不是一户的记录：请给出当时发送给接口的原文 | the document does not hold the records of a household. Give the one that was sent to the API."
        ) from error
    if store is not None and context_read(model.features):
        context = context_wanted_by(model.features, store, [as_of])
        records = records.with_context(context_without(store, household_id, context))
    digest = str(answer.made_from.document)
    return answer_sent(model, policy, store, records, household_id, as_of, digest, keep=False)


def _document(answer: KeptAnswer, document: Path | None) -> dict[str, Any] | None:
    """What was sent; None of a stored household."""
    if answer.made_from.document is None:
        if document is not None:
            raise AnswerError(
                "该结果是库中一户的，不是发送的文书的：去掉 --document | the answer is about a household of the store, not about a document. Leave out "
                "--document."
            )
        return None
    if document is None:
        raise AnswerError(
            "该结果是对一份发送的文书给出的，fanpin 不留存文书：用 --document 给出当时发送的文件 | the answer is about a document that was sent, and fanpin keeps "
            "none. Give the file that was sent with --document."
        )
    return read_document(document, answer)


def _differing(path: str, then: Any, now: Any) -> Iterator[Difference]:
    if isinstance(then, dict) and isinstance(now, dict):
        for name in dict.fromkeys([*then, *now]):
            inner = f"{path}.{name}" if path else name
            if name in then and name in now:
                yield from _differing(inner, then[name], now[name])
            else:
                yield Difference(inner)
    elif isinstance(then, list) and isinstance(now, list):
        if len(then) != len(now):
            yield Difference(path)
            return
        for position, (before, after) in enumerate(zip(then, now, strict=True)):
            yield from _differing(f"{path}[{position}]", before, after)
    elif _is_number(then) and _is_number(now):
        # Written out: -0.0 is not 0.0, and nothing is rounded.
        if float(then).hex() != float(now).hex():
            yield Difference(path, float(then), float(now))
    elif type(then) is not type(now) or then != now:
        yield Difference(path)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
