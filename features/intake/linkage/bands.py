"""How sure it is whom a row is about."""

from __future__ import annotations

from features.vocabulary import Labelled


class Band(Labelled):
    """What became of a row's description of a person. Rows of the last three do not land."""

    EXACT = "exact", "证件号码一致", "the ID number is on a roster"
    PROBABLE = "probable", "按姓名等匹配", "taken for a listed person by all that is said of both"
    DECIDED = "decided", "人工确认", "a person decided that it is the listed one"
    REVIEW = "review", "待人工核对", "may be a listed person: people decide"
    TWICE = "twice", "同一人对应多条", "its best candidate was taken by a better description in the same file"
    NONE = "none", "未匹配", "like nobody on a roster"

    @property
    def lands(self) -> bool:
        return self in LANDING


LANDING = frozenset({Band.EXACT, Band.PROBABLE, Band.DECIDED})
