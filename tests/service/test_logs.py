"""The log as text and as JSON: one line each, with the id of its request."""

from __future__ import annotations

import io
import json
import logging

import pytest

from features.errors import FanpinError
from service.logs import JSON, TEXT, form_of_log, handler_of
from service.request_ids import begin


def written(form: str, *arguments: object, **extra: object) -> str:
    stream = io.StringIO()
    logger, handler = logging.getLogger("fanpin.story"), handler_of(form, stream)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    logger.info("village %s\nand more", *arguments, extra=extra)
    logger.removeHandler(handler)
    return stream.getvalue()


def test_a_line_of_json_holds_what_is_told_and_what_is_counted() -> None:
    given = begin()
    line = json.loads(written(JSON, "上河村", route="/healthz", milliseconds=1.5))
    assert line["message"] == "village 上河村\nand more"
    assert (line["level"], line["logger"], line["request_id"]) == ("INFO", "fanpin.story", given)
    assert (line["route"], line["milliseconds"]) == ("/healthz", 1.5)
    assert line["time"].startswith("20")


def test_json_stays_on_one_line_whatever_is_told() -> None:
    assert written(JSON, "a\nb\r\n{}").count("\n") == 1


def test_text_tells_the_request_at_its_end() -> None:
    given = begin()
    assert written(TEXT, "x").rstrip().endswith(f"[{given}]")


def test_another_form_is_refused_in_words() -> None:
    assert (form_of_log({}), form_of_log({"FANPIN_LOG": "json"})) == (TEXT, JSON)
    with pytest.raises(FanpinError, match="text 或 json"):
        form_of_log({"FANPIN_LOG": "xml"})
