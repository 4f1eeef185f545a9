"""The log: lines for people, or JSON for whoever collects them; each with the id of its request.

Nothing in it is a person's: a route stands as it is declared, a failure by its kind and place (`service.failing`).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import TextIO

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from features.errors import FanpinError
from service.request_ids import present

VARIABLE = "FANPIN_LOG"
TEXT, JSON = "text", "json"
FIELDS = ("asctime", "levelname", "name", "message", "request_id")
NAMES = {"asctime": "time", "levelname": "level", "name": "logger"}
OTHERS = ("color_message",)
"""Uvicorn's lines once more, for terminals."""
DAY_AND_TIME = "%Y-%m-%dT%H:%M:%S%z"


class OfTheRequest(logging.Filter):
    """Gives each line the id of its request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(record, "request_id", None) or present() or "-"
        return True


def form_of_log(environment: Mapping[str, str]) -> str:
    """`text`, or `json` (`FANPIN_LOG`).

    Raises:
        FanpinError: it is neither.
    """
    form = environment.get(VARIABLE) or TEXT
    if form not in (TEXT, JSON):
        raise FanpinError(
            f"{VARIABLE} 只能是 text 或 json：改正后再启动 | {VARIABLE} is text or json: put it right and start again."
        )
    return form


def handler_of(form: str, stream: TextIO | None = None) -> logging.Handler:
    """What writes the lines in that form."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(OfTheRequest())
    if form == JSON:
        names = " ".join(f"%({name})s" for name in FIELDS)
        as_json = JsonFormatter(
            names, DAY_AND_TIME, rename_fields=NAMES, json_ensure_ascii=False, reserved_attrs=[*RESERVED_ATTRS, *OTHERS]
        )
        handler.setFormatter(as_json)
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s [%(request_id)s]"))
    return handler


def begin_logging(form: str) -> None:
    """From now on fanpin's own lines, and what libraries warn of, are written so."""
    logging.basicConfig(level=logging.WARNING, handlers=[handler_of(form)], force=True)
    logging.getLogger("fanpin").setLevel(logging.INFO)
