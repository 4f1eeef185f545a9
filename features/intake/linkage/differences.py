"""How a described person differs from a listed one, in words that repeat neither name nor number: only where, never what."""

from __future__ import annotations

from collections.abc import Mapping

VERY, RATHER = 8.0, 5.0
"""Match weights in bits from which two descriptions are called very and rather alike: only a manner of speaking."""

POSITIONS_AT_MOST = 4
FIELDS = {"sex": "性别", "township": "乡", "village": "村"}


def likeness(match_weight: float | None) -> str:
    """A word for a match weight in bits. Never a percentage: nobody has looked yet."""
    if match_weight is None:
        return "有点像"
    return "很像" if match_weight >= VERY else "较像" if match_weight >= RATHER else "有点像"


def differences(pair: Mapping[str, object]) -> str:
    """Where the two sides of a pair differ, `field` from `listed_<field>`; empty when nothing that both tell does."""
    both = {
        field: (str(pair[field]), str(pair[f"listed_{field}"]))
        for field in ("name", "number", "birth_date", *FIELDS)
        if pair[field] is not None and pair[f"listed_{field}"] is not None
    }
    words = {"name": _names, "number": _numbers, "birth_date": _births}
    phrases = []
    for field, (described, listed) in both.items():
        if described != listed:
            phrases.append(words[field](described, listed) if field in words else f"{FIELDS[field]}不同")
    return "；".join(phrases)


def _places(described: str, listed: str) -> list[int]:
    return [place for place, (left, right) in enumerate(zip(described, listed, strict=True), start=1) if left != right]


def _names(described: str, listed: str) -> str:
    if len(described) != len(listed):
        return "名字字数不同"
    places = _places(described, listed)
    if len(places) == len(described):
        return "姓名完全不同"
    if places == [len(described)]:
        return "名字末字不同"
    return "姓不同" if places == [1] else f"姓名第{_listed(places)}字不同"


def _numbers(described: str, listed: str) -> str:
    if len(described) != len(listed):
        return f"号码位数不同（{len(described)}位、{len(listed)}位）"
    places = _places(described, listed)
    return f"号码第{_listed(places)}位不同" if len(places) <= POSITIONS_AT_MOST else f"号码有{len(places)}位不同"


def _births(described: str, listed: str) -> str:
    parts = zip("年月日", described.split("-"), listed.split("-"), strict=True)
    return f"出生日期不同（{'、'.join(part for part, left, right in parts if left != right)}）"


def _listed(places: list[int]) -> str:
    return "、".join(str(place) for place in places)
