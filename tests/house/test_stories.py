"""The specification in docs is what the stories of the tests tell now, and a page shows what was drawn, asked and answered."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.house.recording import Case, Question, Rows, Story
from tests.house.specification import page_of
from tests.house.stories import FOLDER, THEMES, pages


def test_the_pages_are_those_that_the_stories_tell() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert written == pages(), "the stories are others now: make stories"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.page)
def test_no_two_stories_of_a_page_have_one_sentence(theme) -> None:
    headings = Counter(
        re.findall(r"^### (.*)$", (FOLDER / f"{theme.page}.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert headings
    assert max(headings.values()) == 1


def story(*cases: Case) -> str:
    return "\n".join(page_of(Story("test_a_household_s_bill_counts", "", "assert True", {}, cases)))


def asked(day: str, paid: str, answer: float | None, remark: str = "") -> Question:
    bill = Rows("illness", ("event_date", "self_paid_yuan"), ((day, paid),))
    return Question((bill,), "self_paid_12m", "2024-06-30", "H1", answer, remark)


def test_a_story_shows_its_rows_once_and_its_answers_by_day() -> None:
    page = story(Case({}, "", (asked("2024-01-10", "", None, "nobody said how much"),)))
    assert page.startswith("### A household's bill counts\n")
    assert "| 2024-01-10 |  |" in page
    assert "| 2024-06-30 | *unknown* | nobody said how much |" in page
    assert "- `self_paid_12m`: 近12个月医疗自付 |" in page


def test_what_differs_from_case_to_case_is_a_word_in_the_rows_and_a_column_of_the_answers() -> None:
    cases = [
        Case({"day": day}, "", (asked(day, "5", answer),)) for day, answer in (("2023-06-30", 0), ("2023-07-01", 5))
    ]
    page = story(*cases)
    assert page.count("`illness`") == 1
    assert "| *day* | 5 |" in page
    assert "| 2023-06-30 | 2024-06-30 | 0 |" in page
    assert "| 2023-07-01 | 2024-06-30 | 5 |" in page


def test_a_story_that_asks_for_no_number_shows_its_cases_and_its_code() -> None:
    page = story(Case({"capacity": 0}, "nobody", ()), Case({"capacity": -1}, "", ()))
    assert "| 0 | nobody |" in page
    assert "```python\nassert True\n```" in page
