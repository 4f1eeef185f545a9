"""Promotion and rollback, against a real MLflow on SQLite: what moves, what is told, and what a kill leaves behind."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from features.bilingual import Bilingual
from models import registry
from models.promotions import promoting
from models.promotions.audit import Audit
from models.promotions.checks import Approval, Check, Finding
from models.promotions.promoting import PromotionError, RefusedError, promote, rollback, settle
from models.promotions.verifying import problems_of
from models.registry import Alias
from tests.models.small_model import model
from training.cli.promotion import app

NAME = "fanpin-story"
NOW = dt.datetime(2026, 3, 31, 9, tzinfo=dt.UTC)
APPROVAL = Approval("张三", "季度更新")
SAID = Bilingual("见表", "see the table")
GOOD = [Finding(check, True, SAID, SAID) for check in Check]


@pytest.fixture(scope="module")
def three_versions(empty_registry: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry of three versions without an alias."""
    folder = tmp_path_factory.mktemp("three")
    shutil.copy(empty_registry, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder / 'mlflow.db'}")
        for _ in range(3):
            registry.log_and_register(model(), experiment="story", parameters={}, metrics={}, documents={}, figures={})
    return folder / "mlflow.db"


@pytest.fixture
def audit(three_versions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    """The audit beside a copy of the registry."""
    shutil.copytree(three_versions.parent, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlflow.db'}")
    return Audit(tmp_path / "audit")


def promoted(audit: Audit, version: str, **changes: Any) -> promoting.Moved:
    with audit.held():
        return promote(NAME, version, GOOD, replace(APPROVAL, **changes), audit, NOW)


def rolled_back(audit: Audit) -> promoting.Moved:
    with audit.held():
        return rollback(NAME, Approval("李四", "新模型误报多"), audit, NOW)


def aliases() -> dict[str, str | None]:
    return {alias.value: registry.version_with(NAME, alias) for alias in Alias}


def test_a_promotion_moves_the_champion_and_remembers_the_one_before(audit: Audit) -> None:
    registry.set_alias(NAME, Alias.CHALLENGER, "2")
    assert promoted(audit, "1").before is None
    assert aliases() == {"champion": "1", "challenger": "2", "previous": None}
    moved = promoted(audit, "2", accepted=frozenset({"township"}))
    assert (moved.champion, moved.before, moved.previous) == ("2", "1", "1")
    assert aliases() == {"champion": "2", "challenger": None, "previous": "1"}
    assert [(one.step, one.from_version, one.to_version) for one in audit.entries()] == [
        ("intended", None, "1"),
        ("done", None, "1"),
        ("intended", "1", "2"),
        ("done", "1", "2"),
    ]
    assert [one["check"] for one in audit.entries()[2].checks] == [check.value for check in Check]
    tags = registry.version_of(NAME, "2").tags
    assert tags["fanpin.promote.approver"] == "张三"
    assert tags["fanpin.promote.reason"] == "季度更新"
    assert problems_of(NAME, audit) == []


def test_rollback_goes_back_one_champion_at_a_time(audit: Audit) -> None:
    for version in ("1", "2", "3"):
        promoted(audit, version)
    assert rolled_back(audit) == promoting.Moved(NAME, "2", "3", "1")
    assert aliases() == {"champion": "2", "challenger": None, "previous": "1"}
    assert rolled_back(audit) == promoting.Moved(NAME, "1", "2", None)
    assert aliases() == {"champion": "1", "challenger": None, "previous": None}
    with pytest.raises(PromotionError, match="no champion before this one"):
        rolled_back(audit)
    assert promoted(audit, "3").previous == "1"
    assert problems_of(NAME, audit) == []
    # What was rolled back stays in the registry: its scores can be made again.
    assert registry.load_version(NAME, "2").version == "2"
    with audit.held(), pytest.raises(PromotionError, match="--approver"):
        rollback(NAME, Approval("", "why"), audit, NOW)


def test_a_refusal_moves_nothing_and_is_kept(audit: Audit) -> None:
    promoted(audit, "1")
    few = [replace(one, passed=one.check is not Check.POSITIVES) for one in GOOD]
    with audit.held(), pytest.raises(RefusedError, match=r"fanpin-story 2 was not promoted: positives"):
        promote(NAME, "2", few, APPROVAL, audit, NOW)
    assert aliases() == {"champion": "1", "challenger": None, "previous": None}
    assert audit.entries()[-1].step == "refused"
    assert problems_of(NAME, audit) == []
    despite = replace(APPROVAL, despite=frozenset({Check.POSITIVES, Check.FAIRNESS}))
    with audit.held():
        promote(NAME, "2", few, despite, audit, NOW)
    # Fairness passed: nothing was overridden there.
    assert audit.entries()[-1].despite == ("positives",)
    assert registry.version_of(NAME, "2").tags["fanpin.promote.despite"] == "positives"


def test_the_champion_is_not_promoted_again(audit: Audit) -> None:
    promoted(audit, "1")
    with pytest.raises(PromotionError, match="is the champion already"):
        promoted(audit, "1")
    assert len(audit.entries()) == 2


class Killed(BaseException):
    """As sudden as a kill: nothing in between can catch it."""


MUTATORS = ("set_alias", "without_alias", "set_tags", "set_model_tags")


@pytest.fixture
def kill_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Die right after the n-th change of registry or audit, counted from 1."""
    with monkeypatch.context() as patch:

        def arm(last: int) -> None:
            patch.undo()
            made = 0

            def counted(change: Callable[..., Any]) -> Callable[..., Any]:
                def changed(*arguments: Any, **named: Any) -> Any:
                    nonlocal made
                    answer = change(*arguments, **named)
                    made += 1
                    if made == last:
                        raise Killed
                    return answer

                return changed

            for name in MUTATORS:
                patch.setattr(registry, name, counted(getattr(registry, name)))
            patch.setattr(Audit, "add", counted(Audit.add))

        yield arm


@pytest.mark.parametrize("act", ["promote", "rollback"])
def test_a_kill_at_any_moment_is_settled_by_the_next_command(
    audit: Audit, act: str, kill_at: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("1", "2"):
        promoted(audit, version)
    before = {"champion": "2", "challenger": None, "previous": "1"}
    after = {
        "promote": {"champion": "3", "challenger": None, "previous": "2"},
        "rollback": {"champion": "1", "challenger": None, "previous": None},
    }[act]
    database = Path(str(audit.file.parent.parent / "mlflow.db"))
    kept = {database: database.read_bytes(), audit.file: audit.file.read_bytes()}
    moments = 0
    ends = set()
    while True:
        for path, content in kept.items():
            path.write_bytes(content)
        moments += 1
        kill_at(moments)
        try:
            promoted(audit, "3") if act == "promote" else rolled_back(audit)
        except Killed:
            kill_at(0)
            with audit.held():
                settle(NAME, audit, NOW)
            assert aliases() in (before, after), moments
            ends.add(aliases()["champion"])
            assert problems_of(NAME, audit) == [], moments
            assert audit.entries()[-1].step == ("done" if aliases() == after else "abandoned"), moments
        else:
            break
    assert moments > 5
    assert ends == {before["champion"], after["champion"]}


def test_a_champion_moved_past_the_gate_is_noticed(audit: Audit) -> None:
    registry.set_alias(NAME, Alias.CHAMPION, "1")
    assert "did not come through the gate" in problems_of(NAME, audit)[0].en
    promoted(audit, "2")
    assert problems_of(NAME, audit) == []
    registry.set_alias(NAME, Alias.CHAMPION, "3")
    assert "somebody moved it past the gate" in problems_of(NAME, audit)[0].en


def test_an_audit_whose_end_was_cut_off_is_noticed(audit: Audit) -> None:
    promoted(audit, "1")
    promoted(audit, "2")
    lines = audit.file.read_text(encoding="utf-8").splitlines(keepends=True)
    audit.file.write_text("".join(lines[:2]), encoding="utf-8")
    assert audit.problems() == []
    assert "was cut off or exchanged" in problems_of(NAME, audit)[0].en
    audit.file.unlink()
    assert "was cut off or exchanged" in problems_of(NAME, audit)[0].en


def test_nothing_is_promoted_on_an_audit_that_was_changed(audit: Audit) -> None:
    promoted(audit, "1")
    audit.file.write_text(audit.file.read_text(encoding="utf-8").replace("张三", "王五"), encoding="utf-8")
    with pytest.raises(Exception, match="Promotions are stopped"):
        promoted(audit, "2")
    assert aliases()["champion"] == "1"


def test_a_mistyped_registry_moves_nothing_and_makes_no_audit_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path / 'mlfow.db'}")
    monkeypatch.delenv("FANPIN_AUDIT", raising=False)
    refused = CliRunner().invoke(app, ["rollback", "--approver", "张三", "--reason", "误报多"])
    assert isinstance(refused.exception, registry.RegistryError)
    assert not list(tmp_path.iterdir())
