"""The page about the procedure is the one that the table makes."""

from __future__ import annotations

from pathlib import Path

from service.procedure import LeadState
from service.procedure.documentation import render
from service.procedure.transitions import FIELDS, MOVES

PAGE = Path(__file__).parents[3] / "docs" / "procedure.md"


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), (
        "docs/procedure.md is old: write it anew with "
        "python -c 'from service.procedure.documentation import render; print(render(), end=\"\")' > docs/procedure.md"
    )


def test_every_state_move_field_and_condition_is_on_the_page() -> None:
    page = render()
    for name in (*LeadState.values(), *FIELDS, *(rule.name for move in MOVES for rule in move.conditions)):
        assert f"`{name}`" in page
    for move in MOVES:
        assert f"### {move.name}\n" in page
