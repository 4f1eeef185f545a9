"""Promotion through the gate, and rollback, for whoever asks over the network; a named person answers for each.

The gate reads what training left behind and lies with it. It is asked by the command that everybody else uses,
`fanpin promote`, in a process of its own: what it loads and how long it takes is no business of the worker that answers.
The audit of promotions tells what came of it. Going back asks nothing of training and is done here.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from features.bilingual import Bilingual
from models import registry
from models.promotions.audit import Act, Audit, Entry, Step, audit_folder
from models.promotions.checks import OVERRIDABLE, Approval
from models.promotions.promoting import PromotionError, rollback, settle
from models.promotions.verifying import other_than_registered
from models.registry import Alias
from service.once import Reply
from service.principal import Kind, Principal
from service.problems import FieldProblem, ProblemError, invalid_request, not_ready
from service.settings import Settings
from service.slow import OneAtATime
from service.versions.answers import MovedAnswer, PromotionSent, RollbackSent
from service.versions.reading import number_of

MOVING = OneAtATime[Reply](Bilingual("正在核对并上线或回退模型", "The gate is being asked, or the champion moved"))
LONGEST_SECONDS = 900.0
TRAINING = "training"


@dataclass(frozen=True)
class Ended:
    """What a command left behind: its exit status and the last line that it wrote for people."""

    status: int
    words: str


def approver_of(sent: RollbackSent, asker: Principal) -> str:
    """Who answers for it.

    Raises:
        ProblemError: 422, a program names nobody, or a person somebody else.
    """
    if asker.kind is Kind.CLIENT and sent.approver is not None:
        return sent.approver
    if asker.kind is not Kind.CLIENT and sent.approver in (None, asker.shown):
        return asker.shown
    words = Bilingual("批准人不对", "it is not the approver")
    to_do = Bilingual(
        "程序须写明批准人姓名；登录的人就是批准人，不写或写自己的用户名",
        "Programs name the person who answers for it; a person who is logged in leaves it out.",
    )
    raise invalid_request([FieldProblem(path="approver", message=str(words), what_to_do=str(to_do))])


def promoted(settings: Settings, asked: str, sent: PromotionSent, approver: str) -> Entry:
    """Make a version the champion, if its findings allow; the entry of the audit of promotions that tells what came of it.

    Raises:
        ProblemError: 404, there is no such version; 409, it is the champion already, or the audit is not the registry's;
            422, a check can't be overridden; 503, training is not installed here, or the command did not come to an end.
        AuditError, RegistryError: as `fanpin promote`.
    """
    if fixed := [check for check in sent.despite if check not in OVERRIDABLE]:
        raise _not_overridable(fixed)
    number, audit = number_of(sent.model, asked), Audit(audit_folder())
    _require_the_registry_s(sent.model, audit)
    if registry.version_with(sent.model, Alias.CHAMPION) == number:
        raise _conflict("already-champion", Bilingual("该版本已是现用模型", "It is the champion already"))
    if find_spec(TRAINING) is None:
        raise not_ready(
            [
                Bilingual(
                    "本机没有安装训练部分：请在训练所在的机器上运行 fanpin promote",
                    "Training, with its gate, is not installed here: run `fanpin promote` where it is.",
                )
            ]
        )
    before = len(audit.entries())
    ended = run(command(number, sent, approver), environment(settings))
    ours = [
        entry
        for entry in audit.entries()[before:]
        if (entry.act, entry.model, entry.to_version, entry.approver) == (Act.PROMOTE, sent.model, number, approver)
    ]
    if not ours or ours[-1].step not in (Step.DONE, Step.REFUSED):
        raise not_ready(
            [ended.words or Bilingual("上线命令没有办完，请再试", "The command did not come to its end. Try again.")]
        )
    return ours[-1]


def rolled_back(sent: RollbackSent, approver: str, now: dt.datetime) -> Entry:
    """Go back to the champion before; the entry that confirms it.

    Raises:
        ProblemError: 409, there is none, or the audit is not the registry's.
        AuditError, ModelError, RegistryError: as `fanpin rollback`.
    """
    registry.require_registry()
    audit = Audit(audit_folder())
    with audit.held():
        _require_the_registry_s(sent.model, audit)
        settle(sent.model, audit, now)
        try:
            rollback(sent.model, Approval(approver, sent.reason), audit, now)
        except PromotionError as error:
            raise _conflict(
                "no-model-before", Bilingual("没有上一任模型可回退", "There is no model to go back to")
            ) from error
        return audit.entries()[-1]


def moved_answer(entry: Entry) -> MovedAnswer:
    """What an act that was done changed."""
    return MovedAnswer(
        model=entry.model,
        champion=entry.to_version,
        before=entry.from_version,
        previous=entry.previous,
        approver=entry.approver,
        entry=entry.number,
        hash=entry.hash,
    )


def refused_by_gate(entry: Entry) -> ProblemError:
    """409: the gate refused; each check that stands against it is named."""
    against = [check for check in entry.checks if not check["passed"] and check["check"] not in entry.despite]
    return ProblemError(
        409,
        "refused-by-gate",
        Bilingual("未通过上线检查", "The gate refused it"),
        Bilingual(
            "现用模型不变；未通过的各项列于下方",
            "The champion stays. The checks that stand against it are named below.",
        ),
        problems=[
            FieldProblem(path=check["check"], message=check["found"], what_to_do=_needed(check)) for check in against
        ],
    )


def command(number: str, sent: PromotionSent, approver: str) -> list[str]:
    """`fanpin promote` with everything that was sent; a value that begins with a dash is no option."""
    words = [f"--approver={approver}", f"--reason={sent.reason}", f"--model={sent.model}"]
    words += [f"--accept={name}" for name in sent.accept] + [f"--despite={check.value}" for check in sent.despite]
    return [sys.executable, "-m", "fanpin", "promote", *words, number]


def environment(settings: Settings) -> dict[str, str]:
    """That of this process, with the places that the service itself works with."""
    places = {
        "FANPIN_DATA": settings.records,
        "FANPIN_MODEL_COPY": settings.model_copy,
        "FANPIN_COUNTY": settings.county,
    }
    return {**os.environ, **{name: str(place) for name, place in places.items() if place is not None}}


def run(words: Sequence[str], environment: Mapping[str, str]) -> Ended:
    """Run a command of fanpin to its end."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what was sent stands behind the names of its options
            words,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Ended(1, "")
    written = done.stderr.strip().splitlines()
    return Ended(done.returncode, written[-1] if written and " | " in written[-1] else "")


def _require_the_registry_s(name: str, audit: Audit) -> None:
    """What is promoted here must follow what was promoted before, wherever that was."""
    if other_than_registered(name, audit) is not None:
        raise _conflict(
            "another-promotions-audit",
            Bilingual(
                "这里的上线审计与登记处记得的不同：用 FANPIN_AUDIT 指向原来的那一份，或从备份恢复",
                "The audit of promotions here is not the one that the registry remembers. Point FANPIN_AUDIT at that one, or put it back from a backup",
            ),
        )


def _conflict(kind: str, title: Bilingual) -> ProblemError:
    nothing = Bilingual("没有执行任何操作；见 GET /v1/models", "Nothing was done. See GET /v1/models.")
    return ProblemError(409, kind, title, nothing)


def _not_overridable(checks: Sequence[object]) -> ProblemError:
    may = ", ".join(check.value for check in OVERRIDABLE)
    words = Bilingual("该项检查不能越过", "this check can't be overridden")
    to_do = Bilingual(f"可越过的是：{may}", f"These can: {may}.")
    return invalid_request(
        [
            FieldProblem(path=f"despite[{place}]", message=str(words), what_to_do=str(to_do))
            for place, _ in enumerate(checks)
        ]
    )


def _needed(check: Mapping[str, object]) -> str:
    zh, _, en = str(check["needed"]).partition(" | ")
    return str(Bilingual(f"需要：{zh}", f"needed: {en or zh}"))
