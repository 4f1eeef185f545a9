"""One of two languages: which words of a bilingual value are written."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from features.bilingual import Bilingual
from features.vocabulary import Labelled


class Language(StrEnum):
    """In which a page is written."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """As HTML names it."""
        return "zh-CN" if self is Language.ZH else "en"


BETWEEN = " | "


def written(value: Any, language: Language) -> Any:
    """Words of a bilingual value in a language; anything else as it is."""
    if isinstance(value, Bilingual | Labelled):
        return getattr(value, language.value) or value.zh
    return value


def bilingual(value: Any) -> Bilingual:
    """The two languages of what holds both: an object or a mapping with `zh` and `en`, or a text `中文 | English`."""
    if isinstance(value, Bilingual):
        return value
    if isinstance(value, Mapping):
        return Bilingual(value["zh"], value["en"])
    if hasattr(value, "zh"):
        return Bilingual(value.zh, value.en)
    zh, _, en = str(value).partition(BETWEEN)
    return Bilingual(zh, en or zh)
