"""A member as the household calls them: 户主之妻, 儿子（21岁）, never a name.

The words are those of the sheets (之父, 之母, 父母, 孙子女: `features/intake/headers.yaml`), as people say them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from features.bilingual import Bilingual
from features.vocabulary import Relation, Sex

MOST_NAMED = 3
"""Of more members the number is told."""

_SEXED: dict[tuple[str, str], Bilingual] = {
    (Relation.SPOUSE, Sex.FEMALE): Bilingual("户主之妻", "the head's wife"),
    (Relation.SPOUSE, Sex.MALE): Bilingual("户主之夫", "the head's husband"),
    (Relation.CHILD, Sex.FEMALE): Bilingual("女儿", "a daughter"),
    (Relation.CHILD, Sex.MALE): Bilingual("儿子", "a son"),
    (Relation.CHILD_IN_LAW, Sex.FEMALE): Bilingual("儿媳", "a daughter-in-law"),
    (Relation.CHILD_IN_LAW, Sex.MALE): Bilingual("女婿", "a son-in-law"),
    (Relation.GRANDCHILD, Sex.FEMALE): Bilingual("孙女", "a granddaughter"),
    (Relation.GRANDCHILD, Sex.MALE): Bilingual("孙子", "a grandson"),
    (Relation.PARENT, Sex.FEMALE): Bilingual("户主的母亲", "the head's mother"),
    (Relation.PARENT, Sex.MALE): Bilingual("户主的父亲", "the head's father"),
    (Relation.GRANDPARENT, Sex.FEMALE): Bilingual("户主的祖母", "the head's grandmother"),
    (Relation.GRANDPARENT, Sex.MALE): Bilingual("户主的祖父", "the head's grandfather"),
    (Relation.SIBLING, Sex.FEMALE): Bilingual("户主的姐妹", "a sister of the head"),
    (Relation.SIBLING, Sex.MALE): Bilingual("户主的兄弟", "a brother of the head"),
}
_BY_RELATION: dict[str, Bilingual] = {
    Relation.HEAD: Bilingual("户主", "the head"),
    Relation.SPOUSE: Bilingual("户主配偶", "the head's spouse"),
    Relation.CHILD: Bilingual("子女", "a child"),
    Relation.CHILD_IN_LAW: Bilingual("儿媳或女婿", "a child-in-law"),
    Relation.GRANDCHILD: Bilingual("孙子或孙女", "a grandchild"),
    Relation.PARENT: Bilingual("户主的父亲或母亲", "a parent of the head"),
    Relation.GRANDPARENT: Bilingual("户主的祖父或祖母", "a grandparent of the head"),
    Relation.SIBLING: Bilingual("户主的兄弟姐妹", "a sibling of the head"),
    Relation.OTHER: Bilingual("另一名成员", "another member"),
}


def members_in_words(members: Sequence[Mapping[str, Any]], language: int) -> str:
    """Members, of whom several of one word are told apart by their ages.

    Args:
        members: `relation`, `sex`, `age` of each; null where unknown.
    """
    if len(members) > MOST_NAMED:
        return f"{len(members)}名成员" if language == 0 else f"{len(members)} members"
    words = [_in_words(one) for one in members]
    often = Counter(word.zh for word in words)
    names = []
    for member, word in zip(members, words, strict=True):
        text = (word.zh, word.en)[language]
        if often[word.zh] > 1 and member["age"] is not None:
            text += _aged(member["age"], language)
        names.append(text)
    # Two of one relation whose ages nobody knows are still two.
    names = [
        text
        if names.count(text) == 1
        else f"{text}{names.count(text)}人"
        if language == 0
        else f"{text} ({names.count(text)} of them)"
        for text in dict.fromkeys(names)
    ]
    return (
        "、".join(names) if language == 0 else " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    )


def _aged(age: int, language: int) -> str:
    if age < 1:
        return ("（不满1岁）", " (under one year)")[language]
    return f"（{age}岁）" if language == 0 else f" (aged {age})"


def _in_words(member: Mapping[str, Any]) -> Bilingual:
    relation = member["relation"] or Relation.OTHER.value
    return _SEXED.get((relation, member["sex"] or ""), _BY_RELATION[relation])
