"""The versions of the model as the registry and the audit of promotions know them.

A registry that can't be reached lets whoever asks wait: it is asked in one thread, and nobody waits long.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

from features.bilingual import Bilingual
from features.errors import FanpinError
from models import registry
from models.card.schema import Card, CardError
from models.promotions.audit import Act, Audit, Entry, Step, audit_folder
from models.promotions.history import Change, changes, in_force
from models.promotions.verifying import problems_of
from models.registry import Alias, RegistryError
from service.answers import Notice
from service.problems import ProblemError
from service.slow import OneAtATime
from service.versions.answers import (
    ChangeAnswer,
    InForceAnswer,
    Knowledge,
    VersionAnswer,
    VersionsAnswer,
    aliases_of,
    change_answer,
)

ASKING = OneAtATime[Any](Bilingual("正在查询模型登记处", "The model registry is being asked"))
UNASKED = Notice(
    zh="模型登记处现在读不出，没有与它核对",
    en="the registry can't be read now: the audit of promotions was not held against it",
)


def all_versions(name: str) -> VersionsAnswer:
    """Raises RegistryError: the registry can't be reached."""
    known = _changes(name)
    return VersionsAnswer(
        model=name, items=[_version(name, number, known) for number in reversed(registry.numbers(name))]
    )


def one_version(name: str, asked: str) -> VersionAnswer:
    """Raises RegistryError; ProblemError: 404, there is no such version."""
    return _version(name, number_of(name, asked), _changes(name))


def number_of(name: str, asked: str) -> str:
    """The number of a version by its number or alias.

    Raises:
        RegistryError: the registry can't be reached.
        ProblemError: 404, there is no such version.
    """
    number = asked if asked.isdigit() else registry.version_with(name, Alias(asked))
    if number is None or number not in registry.numbers(name):
        raise ProblemError(
            404,
            "unknown-model-version",
            Bilingual("没有这个模型版本", "No such version of the model"),
            Bilingual("请核对模型名和版本号：GET /v1/models", "See GET /v1/models for the versions that there are."),
        )
    return number


def card_of(name: str, asked: str) -> Card:
    """The card of a version.

    Raises:
        RegistryError: the registry can't be reached.
        ProblemError: 404, there is no such version, or no card of it that can be read.
    """
    number = number_of(name, asked)
    try:
        return Card.load(registry.text(name, number, "card.json"))
    except (CardError, RegistryError) as error:
        # The registry has just answered: it is the card that is missing.
        raise ProblemError(
            404,
            "no-model-card",
            Bilingual("没有可读的模型卡", "No card that can be read"),
            Bilingual(*_without_address(error)),
        ) from error


def in_force_on(name: str, day: dt.date, zone: dt.tzinfo) -> InForceAnswer:
    """Which version scored on a day; the audit of promotions tells it, also while the registry is down.

    Raises:
        AuditError: somebody changed the audit of promotions.
    """
    begin = dt.datetime.combine(day, dt.time(), zone)
    there = in_force(_changes(name), begin, begin + dt.timedelta(days=1))
    since = there.within[-1] if there.within else there.before
    if since is not None:
        knowledge = Knowledge.RECORDED
    else:
        knowledge = Knowledge.NEVER_PROMOTED if there.version else Knowledge.BEFORE_FIRST
    return InForceAnswer(
        model=name,
        on=day,
        version=there.version,
        knowledge=knowledge,
        since=change_answer(since) if since else None,
        changes=[change_answer(change) for change in there.within],
        notices=[],
    )


def history_of(name: str) -> list[ChangeAnswer]:
    """Every change of the version that scores, the last first. Raises AuditError: somebody changed the audit of promotions."""
    return [change_answer(change) for change in reversed(_changes(name))]


def last_refusal(name: str, number: str) -> Entry | None:
    """Why the gate refused a version the last time that it was asked; None where it did not, or let it pass since."""
    entries = Audit(audit_folder()).require_whole()
    of_it = [each for each in entries if (each.model, each.to_version, each.act) == (name, number, Act.PROMOTE)]
    return of_it[-1] if of_it and of_it[-1].step == Step.REFUSED else None


def notices_of(name: str) -> list[Notice]:
    """What does not fit between the audit of promotions and the registry, in words that anybody may read."""
    try:
        problems = problems_of(name, Audit(audit_folder()))
    except RegistryError:
        return [UNASKED]
    folder = f"{audit_folder()}{os.sep}"
    return [Notice(zh=each.zh.replace(folder, ""), en=each.en.replace(folder, "")) for each in problems]


def _changes(name: str) -> list[Change]:
    return changes(Audit(audit_folder()).require_whole(), name)


def _version(name: str, number: str, known: list[Change]) -> VersionAnswer:
    version = registry.version_of(name, number)
    card, problem = _card(name, number)
    promoted = [change.at for change in known if change.version == number]
    return VersionAnswer(
        model=name,
        version=number,
        aliases=aliases_of(version),
        made_at=version.made_at,
        trained_until=card.periods.final.last if card else None,
        observed_until=card.periods.observed_until if card else None,
        fingerprint=card.model.fingerprint if card else None,
        horizon_months=card.model.horizon_months if card else None,
        method=card.model.method if card else None,
        promoted_at=promoted[-1] if promoted else None,
        card_problem=problem,
    )


def _card(name: str, number: str) -> tuple[Card | None, str | None]:
    try:
        return Card.load(registry.text(name, number, "card.json")), None
    except (RegistryError, CardError) as error:
        return None, " | ".join(_without_address(error))


def _without_address(error: FanpinError) -> tuple[str, str]:
    """What is wrong with a card; where the registry is and what it answered is the log's business."""
    if isinstance(error, CardError):
        return "本系统读不了这份模型卡，请重新训练", "this installation can't read the card; train the model again"
    return "登记处没有这个版本的模型卡，请重新训练", "the registry holds no card of this version; train the model again"
