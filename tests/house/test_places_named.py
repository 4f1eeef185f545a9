"""Files and modules that a document names in its text are there; what the changelog tells of the past may be gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.repository import PACKAGES, ROOT, documents, name

OF_THE_PAST = ("CHANGELOG.md",)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\s]+)`")
FOLDERS = "|".join((*PACKAGES, "tests", "docs", "benchmarks", "notebooks"))
FILE = re.compile(rf"(?:{FOLDERS})/[\w./*-]+")
MODULE = re.compile(rf"(?:{FOLDERS})(?:\.\w+)+")


def gone(text: str) -> list[str]:
    """The files and modules that a text names and the tree has not."""
    quoted = QUOTED.findall(FENCED.sub("", text))
    files = [place for place in quoted if FILE.fullmatch(place) and not any(ROOT.glob(place.rstrip("/")))]
    return files + [place for place in quoted if MODULE.fullmatch(place) and not is_there(place)]


def is_there(dotted: str) -> bool:
    """Whether a module, or something that a module or a package's door holds, is meant by a dotted name."""
    parts = dotted.split(".")
    within = [ROOT.joinpath(*parts[:length]) for length in range(2, len(parts) + 1)]
    if within[-1].is_dir() or any(path.with_suffix(".py").is_file() for path in within):
        return True
    door = ROOT.joinpath(*parts[:-1], "__init__.py")
    return door.is_file() and re.search(rf"\b{parts[-1]}\b", door.read_text(encoding="utf-8")) is not None


@pytest.mark.parametrize("document", [one for one in documents() if not name(one).startswith(OF_THE_PAST)], ids=name)
def test_every_file_and_module_that_a_document_names_is_there(document: Path) -> None:
    assert gone(document.read_text(encoding="utf-8")) == []


def test_a_place_that_is_gone_would_be_noticed() -> None:
    text = "`features/records/gate.py`, `features/records/door.py`, `features.records.gate.Records`, `features.records.door.Records`"
    assert gone(text) == ["features/records/door.py", "features.records.door.Records"]
    assert gone("`features/policy/*.yaml` `training/lists/` `features.language` `features.language.total`") == []
