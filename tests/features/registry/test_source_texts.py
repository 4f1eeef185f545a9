"""The text that a fingerprint is made of: a constant counts wherever it stands, a comment nowhere."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import features.frame.fingerprint as of_features
from features.domains.illness import burden
from features.domains.income import business, recorded
from features.frame.fingerprint import ROOT, fingerprint, texts_below
from features.registry import declarations, source_texts
from features.registry.source_texts import constants_behind, domain_of, normalised, text_of_definition

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
    before = fingerprint(["business_net_year"])
    declared = declarations.features()["business_net_year"]
    as_it_is = source_texts._constants

    def cost_is_something_else(module: ModuleType) -> str:
        return as_it_is(module).replace("'business_cost'", "'wage'") if module is recorded else as_it_is(module)

    monkeypatch.setattr(source_texts, "_constants", cost_is_something_else)
    changed = replace(declared, source=text_of_definition(business.business_net_year))
    monkeypatch.setattr(declarations, "features", lambda: {"business_net_year": changed})
    assert fingerprint(["business_net_year"]) != before


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


BELOW = (
    "features/language/windows.py",
    "features/frame/values.py",
    "features/records/gate.py",
    "features/policy/loading.py",
    "features/rules/condition.py",
)


def test_where_a_text_stands_and_what_it_takes_from_where_mean_nothing() -> None:
    text = '"""Words."""\nfrom features.old import of\n\n__all__ = ["LINE"]\nLINE = 2  # yuan\n\n\ndef half():\n    """Half."""\n    import math\n    return of(LINE)\n'
    moved = "import features.new\nfrom features.elsewhere.further import of\n\nLINE = 2\n\ndef half():\n    return of(LINE)\n"
    assert normalised(text) == normalised(moved)
    assert normalised(text) != normalised(moved.replace("2", "3"))


@pytest.mark.parametrize("file", BELOW)
def test_what_every_feature_stands_on_counts(file: str) -> None:
    assert normalised((ROOT.parent / file).read_text(encoding="utf-8")) in texts_below(of_places=False)


def test_a_module_that_is_added_to_the_language_counts_and_one_of_another_name_does_not_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_folder(**files: str) -> str:
        folder = tmp_path / "-".join(files)
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(of_features, "FOLDERS", (folder,))
        texts_below.cache_clear()
        try:
            return fingerprint(["persons"])
        finally:
            texts_below.cache_clear()

    one = with_folder(verbs="A = 1\n", windows="B = 2\n")
    assert with_folder(windows="A = 1\n", words="B = 2\n") == one
    assert with_folder(verbs="A = 1\n", windows="B = 2\n", more="C = 3\n") != one


def test_how_places_are_counted_is_part_of_features_of_places_alone() -> None:
    places = set(texts_below(of_places=True)) - set(texts_below(of_places=False))
    assert any("def leaving_out" in text for text in places)
