"""The card's page: whole in both languages, without anything from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from models.card.page import Language, card_files, card_page, write_card
from models.card.schema import Card, Fairness, Text
from models.card.verdicts import Verdict
from tests.models.card.drawn_card import drawn_card, group_verdict, interval, opponent


class Balanced(HTMLParser):
    """Tags that are opened and not closed, or closed and not opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)


@pytest.mark.parametrize("language", list(Language))
def test_the_page_is_whole_and_fetches_nothing(language: Language) -> None:
    page = card_page(drawn_card(), language)
    assert Balanced(page).open == ["html"] or not Balanced(page).open
    assert not re.search(r"https?://|//cdn|<script|<link|<img|@import|url\(", page)


def test_each_language_speaks_for_itself() -> None:
    english = "".join(Balanced(card_page(drawn_card(), Language.ENGLISH)).text)
    assert not re.search(r"[\u4e00-\u9fff]", english)
    chinese = "".join(Balanced(card_page(drawn_card(), Language.CHINESE)).text)
    assert "不得用于认定或清退。" in chinese
    assert "Never to include" not in chinese


@pytest.mark.parametrize(
    "told",
    [
        "fanpin-entry 第 7 版",
        "此后 6 个月内被识别为监测对象的可能性",
        "31.0% (29.0, 33.0)",  # recall with its interval
        "+16.0 (11.0, 21.0)",  # its advantage over the triggers
        "结局期未满",
        "120,000",
        "2023-07-31 – 2023-12-31",
        "户主性别：女",
        "0.310 ?× 0.97 (0.85, 1.09)",  # and its ratio to all others
        "0.53% (0.47, 0.59)",  # observed, of a half-year
        "监测收入参考范围",
        "0123456789abcdef",
        "fedcba9876543210",
        "400 户",
        "在一个县学得。",
    ],
)
def test_the_page_tells(told: str) -> None:
    card = drawn_card(verdicts=(group_verdict(verdict=Verdict.INSUFFICIENT),))
    text = re.sub(r"\s+", " ", "".join(Balanced(card_page(card, Language.CHINESE)).text))
    assert told in text


def test_what_cannot_be_told_is_a_dash_and_not_a_nought() -> None:
    unknown = group_verdict(verdict=Verdict.INSUFFICIENT).model_copy(update={"value": interval(None)})
    page = card_page(drawn_card(verdicts=(unknown,)), Language.ENGLISH)
    assert '– <span class="insufficient"' in page
    quality = drawn_card().quality.model_copy(update={"auc": interval(None)})
    assert "AUC – ·" in card_page(drawn_card().model_copy(update={"quality": quality}), Language.ENGLISH)
    few = group_verdict().model_copy(update={"positives": 0})
    assert "&lt;5" in card_page(drawn_card(verdicts=(few,)), Language.ENGLISH)


def test_pairs_outside_are_named_and_the_others_counted() -> None:
    pair = group_verdict(verdict=Verdict.OUTSIDE).model_copy(
        update={"groups": ("sex_of_head", "township"), "members": ("female", "990101001")}
    )
    page = card_page(drawn_card(verdicts=(group_verdict(), pair, pair)), Language.ENGLISH)
    assert page.count('class="outside">✗ sex of the head: female') == 2


def test_of_the_single_rules_only_the_best_is_on_the_page() -> None:
    rules = {
        f"trigger:{n}": opponent(interval(0.3), f"规则{n}", f"rule {n}").model_copy(
            update={"recall_at_capacity": interval(n / 100)}
        )
        for n in (3, 9, 5)
    }
    page = card_page(drawn_card(opponents={"triggers": opponent(interval(0.16)), **rules}), Language.CHINESE)
    assert "今日规则" in page
    assert [n for n in (3, 5, 9) if f"规则{n}" in page] == [9]


def test_words_of_the_report_are_never_markup() -> None:
    card = drawn_card().model_copy(update={"limits": (Text(zh="<b>甲</b>", en="<b>a</b>"),)})
    assert "&lt;b&gt;" in card_page(card, Language.CHINESE)


def test_a_card_without_groups_says_so() -> None:
    fairness: Fairness = drawn_card().fairness.model_copy(update={"verdicts": ()})
    page = card_page(drawn_card().model_copy(update={"fairness": fairness}), Language.ENGLISH)
    assert "There are no groups to compare." in page


def test_files_are_written_and_the_card_read_back(tmp_path: Path) -> None:
    card = drawn_card()
    written = write_card(card, tmp_path / "new" / "folder")
    assert [file.name for file in written] == ["card.json", "card.zh.html", "card.en.html"]
    assert Card.load(written[0].read_text(encoding="utf-8")) == card
    assert {file.name: file.read_text(encoding="utf-8") for file in written} == card_files(card)
