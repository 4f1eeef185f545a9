"""The walks of docs/architecture.md name what is there: each function, its file, and steps that are counted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.repository import PACKAGES, modules, name, tree
from tests.house.walks import NAMED, PAGE, definition, module_and_rest, walks

UNLINKED = re.compile(rf"(?<!\[)`(?:{'|'.join(PACKAGES)})\.[\w.]+`")


def what_is_wrong(dotted: str, link: str) -> str | None:
    """Why a name of the page and its link do not lead to one definition; None when they do."""
    try:
        module, rest = module_and_rest(dotted)
        meant = definition(dotted)
    except (LookupError, AttributeError) as error:
        return f"{error}; {dotted.rpartition('.')[2]} is in {', '.join(homes_of(dotted)) or 'no module'}"
    defined_in = getattr(meant, "__module__", module.__name__) if rest else module.__name__
    if defined_in != module.__name__:
        return f"{dotted} is defined in {defined_in}"
    written = f"../{module.__name__.replace('.', '/')}.py"
    return None if link == written else f"{dotted} is in {written}, the page says {link}"


def homes_of(dotted: str) -> list[str]:
    """The files that define something of that last name, for whoever puts a page right after a move."""
    last = dotted.rpartition(".")[2]
    return [name(path) for path in modules(*PACKAGES) if defines(path, last)]


def defines(path: Path, last: str) -> bool:
    bodies = [tree(path).body, *(node.body for node in tree(path).body if hasattr(node, "body"))]
    return any(getattr(node, "name", None) == last for body in bodies for node in body)


def test_every_function_that_the_walks_name_is_where_they_say() -> None:
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))
    assert [wrong for dotted, link in named if (wrong := what_is_wrong(dotted, link))] == []
    assert len(named) > 40


def test_every_name_on_the_page_has_its_file_beside_it() -> None:
    assert UNLINKED.findall(PAGE.read_text(encoding="utf-8")) == []


def test_every_walk_is_a_page_of_counted_steps_and_each_names_its_function() -> None:
    assert len(walks()) == 3
    for steps in walks().values():
        assert [number for number, _ in steps] == list(range(1, len(steps) + 1))
        assert 8 <= len(steps) <= 12
        assert [number for number, text in steps if not NAMED.search(text)] == []


@pytest.mark.parametrize(
    ("dotted", "link"),
    [
        ("features.records.gate.rows_known_on", "../features/records/gate.py"),
        ("features.records.door.rows_known_by", "../features/records/door.py"),
        ("features.records.gate.rows_known_by", "../features/records/gates.py"),
        ("features.frame.values.chosen", "../features/frame/values.py"),
    ],
)
def test_a_name_that_leads_elsewhere_would_be_noticed(dotted: str, link: str) -> None:
    assert what_is_wrong(dotted, link)


def test_whoever_puts_the_page_right_is_told_where_a_function_is_now() -> None:
    wrong = what_is_wrong("features.records.door.rows_known_by", "../features/records/door.py")
    assert wrong is not None
    assert "features/records/gate.py" in wrong
