"""What the documents say is true: links lead somewhere, commands exist, both languages tell the same."""

from __future__ import annotations

import json
import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer.main

import fanpin
from tests.house.repository import ROOT, documents, name

FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)


def commands(document: Path) -> list[str]:
    """The command lines in a document's shell blocks, without their comments."""
    blocks = [body for language, body in FENCED.findall(document.read_text(encoding="utf-8")) if language == "sh"]
    lines = [shlex.join(shlex.split(line, comments=True)) for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def prose(document: Path) -> str:
    return FENCED.sub("", document.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("document", documents(), ids=name)
def test_every_link_in_a_document_leads_somewhere(document: Path) -> None:
    broken = []
    for target in LINK.findall(prose(document)):
        if re.match(r"(https?|mailto):", target):
            continue
        path, _, fragment = unquote(target).partition("#")
        there = (document.parent / path) if path else document
        found = there.exists() and (
            not fragment or fragment in {anchor(title) for _, title in HEADING.findall(prose(there))}
        )
        if not found:
            broken.append(target)
    assert not broken, f"{name(document)} links to what is not there: {broken}"


MAKE_TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("document", documents(), ids=name)
def test_every_make_target_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert named <= MAKE_TARGETS, (
        f"{name(document)} names {sorted(named - MAKE_TARGETS)}, the Makefile has no such target"
    )


@cache
def command_line() -> Any:
    """The whole command line, with the commands of every part."""
    fanpin._mount()
    return typer.main.get_command(fanpin.app)


def unknown_parts(line: str) -> list[str]:
    """What a `fanpin …` line asks for that the command line does not have."""
    words = shlex.split(line)[1:]
    command = command_line()
    while commands_below := getattr(command, "commands", None):
        if not words or words[0] not in commands_below:
            if command.invoke_without_command:
                break
            return [line]
        command = commands_below[words.pop(0)]
    options = {spelling for parameter in command.params for spelling in (*parameter.opts, *parameter.secondary_opts)}
    asked = [word.partition("=")[0] for word in words if word.startswith("--")]
    return [f"{command.name} {option}" for option in asked if option not in options]


@pytest.mark.parametrize("document", documents(), ids=name)
def test_every_fanpin_command_and_option_in_a_document_exists(document: Path) -> None:
    inline = re.findall(r"`(fanpin [a-z][^`]*)`", prose(document))
    lines = [line for line in commands(document) if line.startswith("fanpin ")] + inline
    unknown = [part for line in lines for part in unknown_parts(line)]
    assert not unknown, f"{name(document)} names what the command line does not have: {unknown}"


def test_the_image_starts_with_a_command_that_exists() -> None:
    started = re.findall(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert [unknown_parts(shlex.join(json.loads(words))) for words in started] == [[]]


def test_a_command_that_does_not_exist_would_be_noticed() -> None:
    assert unknown_parts("fanpin conjure --as-of 2025-01-31")
    assert unknown_parts("fanpin score --as-if 2025-01-31") == ["score --as-if"]
    assert unknown_parts("fanpin deliveries --as-if 2025-01-31") == ["deliveries --as-if"]
    assert unknown_parts("fanpin records")


ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"


def outline(document: Path) -> list[int]:
    return [len(marks) for marks, _ in HEADING.findall(prose(document))]


def test_both_readmes_have_the_same_sections() -> None:
    assert outline(ENGLISH) == outline(CHINESE)


def test_both_readmes_give_the_same_commands() -> None:
    assert commands(ENGLISH) == commands(CHINESE)


def test_both_readmes_link_to_the_same_places_but_for_each_other() -> None:
    links = [set(LINK.findall(prose(document))) - {"README.md", "README.zh-CN.md"} for document in (ENGLISH, CHINESE)]
    assert links[0] == links[1]


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=name)
def test_the_two_commands_come_first(readme: Path) -> None:
    assert commands(readme)[:2] == ["make demo", "make test"]


@pytest.mark.parametrize("document", documents(), ids=name)
def test_no_place_in_a_document_waits_to_be_filled(document: Path) -> None:
    left = re.findall(r"<!--.*?-->", document.read_text(encoding="utf-8"), re.DOTALL)
    assert not left, f"{name(document)} still holds {left}"
