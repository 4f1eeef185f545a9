"""Printed pages: HTML that needs nothing beside it, so that any old office computer prints it without a network."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.disk.outputs import OutputError, writable_file

if TYPE_CHECKING:
    from jinja2 import Template

ENDINGS = {".html", ".htm"}


def writable_page(path: Path) -> Path:
    """The path, if a page can be written there: asked before the work. Raises OutputError."""
    if path.suffix.lower() not in ENDINGS and not path.is_dir():
        raise OutputError(
            f"{path}：写成的是网页，文件名要以 .html 结尾；要 PDF，用浏览器打开后选“打印—另存为 PDF” | {path}: a page is written there. Give "
            "a name that ends in .html; a browser prints it as PDF."
        )
    return writable_file(path)


@cache
def page(name: str) -> Template:
    """A template of this folder, every value in it escaped, every missing value an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day_in_words
    environment.filters["blank"] = _or_blank
    return environment.get_template(name)


def day_in_words(day: dt.date) -> str:
    """2025年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _or_blank(value: Any, signs: int = 8) -> str:
    """The value, or a line to write it on by hand."""
    return "＿" * signs if value is None else str(value)
