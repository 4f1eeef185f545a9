"""Laws over the pages' templates: both languages, nothing that runs or is styled within them, forms that are our own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.repository import ROOT

TEMPLATES = sorted((ROOT / "service" / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "service" / "static").glob("*.js"))

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TEXT = re.compile(
    r'(?<!\w)t\(\s*("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')\s*,\s*("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')'
)
WITHOUT_A_SESSION = {"/login", "/login/code", "/first", "/preferences"}
"""Forms that are posted before anybody is in, or that change nothing but what the reader's browser keeps."""


def named(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.name)


def bare_chinese(text: str) -> list[str]:
    """Chinese signs of a template that are in no call of `t`, and so are shown to whoever reads English."""
    rest = TEXT.sub("", COMMENT.sub("", text))
    # The name of a language is written in it.
    return [part for part in CHINESE.findall(rest) if part != "中文"]


@named(TEMPLATES)
def test_every_word_of_a_page_stands_in_both_languages(path: Path) -> None:
    assert not bare_chinese(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p>{{ t("名单", "List") }}</p>', []),
        ("<p>{{ t('名单', 'List') }}</p>", []),
        ('<p>{{ t("共{n}户", "{n}", n=rows) }}。</p>', ["。"]),
        ("<p>名单</p>", ["名单"]),
        ("{# 名单 #}", []),
        ('{{ "名单" if rows else "" }}', ["名单"]),
    ],
)
def test_a_word_in_one_language_would_be_noticed(text: str, found: list[str]) -> None:
    assert bare_chinese(text) == found


@named(TEMPLATES)
def test_english_words_are_english(path: Path) -> None:
    for zh, en in TEXT.findall(path.read_text(encoding="utf-8")):
        assert not CHINESE.search(en), (zh, en)
        placeholders = [sorted(re.findall(r"\{(\w+)\}", words)) for words in (zh, en)]
        assert placeholders[0] == placeholders[1], (zh, en)


@named(TEMPLATES)
def test_nothing_runs_or_is_styled_within_a_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"<script(?![^>]*\bsrc=)", text)
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.findall(r'(?:href|src|action)="(?:https?:)?//', text)
    assert not re.findall(r'<script[^>]*src="(?!\{\{ static)', text)


@named(TEMPLATES)
def test_every_form_that_changes_something_bears_our_mark(path: Path) -> None:
    for form in re.findall(r"<form\b.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL):
        if 'method="post"' in form:
            action = re.search(r'action="([^"]*)"', form)
            assert action is not None
            assert "m.token()" in form or action[1] in WITHOUT_A_SESSION, form[:120]


@named(TEMPLATES)
def test_heads_of_tables_say_what_they_head_and_fields_have_labels(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", text))
    labelled = set(re.findall(r'<label\b[^>]*\bfor="([^"]+)"', text))
    for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text):
        if re.search(r'type="(?:hidden|submit)"', field) or "aria-label" in field:
            continue
        name = re.search(r'\bid="([^"]+)"', field)
        inside = re.search(r"<label\b[^>]*>[^<]*" + re.escape(field), text)
        assert inside or (name and name[1] in labelled), field


@named(TEMPLATES)
def test_no_page_uses_a_name_that_nobody_gives_it(path: Path) -> None:
    """The address that was asked for is given to no page, since what somebody typed into it would be repeated."""
    assert not re.findall(
        r"\{\{\s*here\b|\{%[^%]*\bhere\b\s*[^=\"'a-z]", COMMENT.sub("", path.read_text(encoding="utf-8"))
    )


@named(SCRIPTS)
def test_a_script_makes_no_code_and_asks_nobody_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(
        r"\beval\(|new Function|innerHTML|outerHTML|document\.write|https?://|insertAdjacentHTML", text
    )
    assert len(text.splitlines()) <= 300
