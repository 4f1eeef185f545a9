"""Characters that nobody sees, in names and numbers that were copied from web pages, chats and contact lists."""

from __future__ import annotations

import re

_CODE_POINTS = (
    (0x00, 0x08),
    (0x0E, 0x1F),
    (0x7F, 0x84),
    (0x86, 0x9F),
    (0xAD, 0xAD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202D),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE0FFF),
)
"""First and last: controls but for white space, soft hyphens, what joins and parts letters, marks of direction, marks of a
second beginning of a file, how a sign is drawn. Not U+202E, see below."""

NEVER_MEANT = "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _CODE_POINTS) + "]"
"""A regular expression, the same for Python and Polars: what it finds changes nothing that anybody could mean."""

TURNS_AROUND = "\u202e"
"""After it every program shows the text backwards: whether what is seen or what is stored was meant, nobody can tell."""

_NEVER_MEANT = re.compile(NEVER_MEANT)


def without_invisible(text: str) -> str:
    """The text as it is seen, but for its direction."""
    return _NEVER_MEANT.sub("", text)
