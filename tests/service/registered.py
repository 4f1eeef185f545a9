"""A registry in memory: versions with cards, aliases and tags, for whoever speaks to `models.registry`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from features.bilingual import Bilingual
from models import DEFAULT_MODEL, registry
from models.promotions.audit import Audit
from models.promotions.checks import Approval, Check, Finding
from models.promotions.promoting import RefusedError, promote
from models.registry import Alias, RegistryError, Version
from service.routes.doing import now
from service.versions import moving
from tests.models.card.drawn_card import drawn_card

SEEN = Bilingual("见表", "see the table")
GOOD = tuple(Finding(check, True, SEEN, SEEN) for check in Check)


@dataclass
class Registered:
    """The registry, beside its audit of promotions.

    Attributes:
        down: why it can't be reached, where it can't.
        findings: of the gate, the next time that it is asked.
        commands: those that were run to ask it.
    """

    folder: Path
    count: int = 3
    down: bool = False
    aliases: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = GOOD
    commands: list[list[str]] = field(default_factory=list)

    @property
    def audit(self) -> Audit:
        return Audit(self.folder)

    def numbers(self, name: str) -> list[str]:
        self._up()
        return [str(number) for number in range(1, self.count + 1)] if name == DEFAULT_MODEL else []

    def version_of(self, name: str, number: str) -> Version:
        self._up()
        aliases = sorted(alias for alias, at in self.aliases.items() if at == number)
        made_at = dt.datetime(2026, 1, int(number), tzinfo=dt.UTC)
        return Version(name, number, f"run-{number}", tuple(aliases), {}, made_at)

    def version_with(self, name: str, alias: Alias) -> str | None:
        self._up()
        return self.aliases.get(alias.value) if name == DEFAULT_MODEL else None

    def text(self, name: str, number: str, file: str) -> str:
        self._up()
        if number == "1":
            raise RegistryError(f"没有 {file} | no {file} in the registry at sqlite:///secret/place.db")
        return drawn_card().with_version(number).dump()

    def set_alias(self, name: str, alias: Alias, number: str) -> None:
        self._up()
        self.aliases[alias.value] = number

    def without_alias(self, name: str, alias: Alias) -> None:
        self._up()
        self.aliases.pop(alias.value, None)

    def set_model_tags(self, name: str, tags: Mapping[str, str]) -> None:
        self._up()
        self.tags |= tags

    def model_tags(self, name: str) -> dict[str, str]:
        self._up()
        return self.tags

    def nothing(self, *_: object) -> None:
        self._up()

    def run(self, words: list[str], environment: Mapping[str, str]) -> moving.Ended:
        """What `fanpin promote` does once it has gathered its evidence."""
        self.commands.append(words)
        given = dict(word[2:].split("=", 1) for word in words if word.startswith("--"))
        approval = Approval(given["approver"], given["reason"])
        try:
            with self.audit.held():
                promote(DEFAULT_MODEL, words[-1], list(self.findings), approval, self.audit, now())
        except RefusedError:
            return moving.Ended(1, "")
        return moving.Ended(0, "")

    def _up(self) -> None:
        if self.down:
            raise RegistryError("模型登记处连接不上：/srv/mlflow.db | The registry can't be reached: /srv/mlflow.db")


FUNCTIONS: tuple[str, ...] = (
    "numbers",
    "version_of",
    "version_with",
    "text",
    "set_alias",
    "without_alias",
    "set_model_tags",
    "model_tags",
)


@pytest.fixture
def registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registered:
    """Three versions; the first has no card. Nothing was promoted yet."""
    memory = Registered(tmp_path / "promotions")
    monkeypatch.setenv("FANPIN_AUDIT", str(memory.folder))
    patched: dict[str, Callable[..., Any]] = {name: getattr(memory, name) for name in FUNCTIONS}
    for name in ("set_tags", "load_version", "require_registry"):
        patched[name] = memory.nothing
    for name, function in patched.items():
        monkeypatch.setattr(registry, name, function)
    monkeypatch.setattr(moving, "run", memory.run)
    return memory
