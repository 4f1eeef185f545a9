"""The groups' names as an office reads them."""

from __future__ import annotations

from collections.abc import Sequence

from features.vocabulary import Labelled
from training.groups import WORDS, Grouping


class AuditOnly(Labelled):
    """What households may be told apart by for an audit alone: it is given with the question and kept nowhere."""

    ETHNICITY = "ethnicity", "民族", "ethnicity"


MIXED = "mixed"
"""The group of the households whose members are of several."""

_MEMBERS = {**WORDS, MIXED: ("多个民族", "several")}


def grouping_in_words(name: str) -> tuple[str, str]:
    """`户主性别`, `sex of the head`."""
    known = [word for kind in (Grouping, AuditOnly) for word in kind if word.value == name]
    return (known[0].zh, known[0].en) if known else (name, name)


def members_in_words(groups: Sequence[str], members: Sequence[str]) -> tuple[str, str]:
    """`户主性别：女；乡镇：990101001`, `sex of the head: female; township: 990101001`."""
    parts = [
        (grouping_in_words(group), _MEMBERS.get(member, (member, member)))
        for group, member in zip(groups, members, strict=True)
    ]
    return (
        "；".join(f"{group[0]}：{member[0]}" for group, member in parts),
        "; ".join(f"{group[1]}: {member[1]}" for group, member in parts),
    )
