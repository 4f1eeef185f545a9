"""The text that a fingerprint is made of: a constant counts wherever it stands, a comment nowhere."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from features import registry, source_texts
from features.domains.illness import burden
from features.domains.income import business, recorded
from features.source_texts import constants_behind, domain_of, text_of_definition

PRETENDED = "features.domains.pretended"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], ModuleType]:
    """A module of that name in a pretended domain, with that text."""

    def write(name: str, text: str) -> ModuleType:
        return load(f"{PRETENDED}.{name}", tmp_path / f"{name}.py", text)

    def load(name: str, file: Path, text: str) -> ModuleType:
        file.write_text(text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    load(PRETENDED, tmp_path / "__init__.py", '"""假设 | Pretended."""\n')
    return write


def test_a_constant_of_another_module_of_the_domain_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = registry.fingerprint(["business_net_year"])
    declared = registry.features()["business_net_year"]
    as_it_is = source_texts._constants

    def cost_is_something_else(module: ModuleType) -> str:
        return as_it_is(module).replace("'business_cost'", "'wage'") if module is recorded else as_it_is(module)

    monkeypatch.setattr(source_texts, "_constants", cost_is_something_else)
    changed = replace(declared, source=text_of_definition(business.business_net_year))
    monkeypatch.setattr(registry, "features", lambda: {"business_net_year": changed})
    assert registry.fingerprint(["business_net_year"]) != before


@pytest.mark.parametrize(
    "taken",
    [
        f"from {PRETENDED}.bills import PAID\n",
        f"from {PRETENDED} import bills\n",
        f"import {PRETENDED}.bills\n",
    ],
)
def test_what_an_imported_constant_stands_on_counts_through_any_number_of_steps(
    written: Callable[[str, str], ModuleType], taken: str
) -> None:
    written("lines", "LINE = 5000\n")
    written("bills", f"from {PRETENDED}.lines import LINE\n\nPAID = LINE + 1\n")
    assert constants_behind(written("burden", f"{taken}\nHEAVY = 2\n")).splitlines() == [
        "HEAVY = 2",
        "PAID = LINE + 1",
        "LINE = 5000",
    ]


def test_comments_meanings_and_layout_do_not_count(written: Callable[[str, str], ModuleType]) -> None:
    one = written("one", 'LINE = 5\n\n\ndef hit():\n    """命中 | Hit."""\n    # A reason.\n    return LINE > 4\n')
    other = written(
        "other", 'LINE = 5  # Yuan.\n\n\ndef hit():\n    """达到 | Reached."""\n    return (LINE >\n            4)\n'
    )
    assert text_of_definition(one.hit) == text_of_definition(other.hit)


@pytest.mark.parametrize(
    ("module", "domain"),
    [
        (burden.__name__, "illness"),
        ("features.domains.housing", "housing"),
        ("features.triggers.rules", "rules"),
    ],
)
def test_a_domain_is_a_module_or_a_package_of_them(module: str, domain: str) -> None:
    assert domain_of(module) == domain
