"""Names from elsewhere (files, sheets, headers) as they may be shown: nothing in them drives a terminal or hides a word.

A name may hold a terminal's escape codes, a line break, marks that turn the direction of reading, or bytes that are no
text at all. Each such sign is shown as a sign, so that what is printed, stored and logged is what a person sees.
"""

from __future__ import annotations

import contextlib
import os
import re

LONGEST = 240
"""Signs of a name that are shown; of a longer one the middle is left out."""

_CONTROL_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = 0x7F, "␡"

_UNSHOWN = re.compile(
    # Control characters; marks without width or of direction; line and paragraph ends; halves of characters.
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """The text with every sign that is not shown as one replaced by one that is."""
    return _UNSHOWN.sub(_shown, text)


def printable_name(name: str) -> str:
    """A name of a file or sheet as it may be shown: printable, and no longer than anybody reads.

    Old systems write the names of files in GBK; what can be read as that is.
    """
    with contextlib.suppress(UnicodeError):
        name = os.fsencode(name).decode("gb18030") if _is_undecoded(name) else name
    shown = printable(name)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST * 3 // 4]}…{shown[-(LONGEST // 4) :]}"


def _is_undecoded(name: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in name)


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < ord(" "):
        return chr(_CONTROL_PICTURES + code)
    return _DELETE_PICTURE if code == _DELETE else "�"
