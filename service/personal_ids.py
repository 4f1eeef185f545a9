"""What looks like a person's own number: one form for file names, references and the audit.

A resident identity number (GB 11643: place, day of birth, sequence, check character; 15 digits before 1999), also where more digits
follow it, as on a disability card; or a mobile telephone. The check character is not asked for: a number with one digit mistyped tells
almost as much. The shorter two have to stand by themselves, or one of some thousand random names made of digits and letters would hold one.
"""

from __future__ import annotations

import re

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from service.problem_wording import PERSONAL_NUMBER

AS_LONG_AS_ONE = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
"""Of an identity number's length, whatever day stands in it: a mistyped one, where a doubt costs little."""

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_EIGHTEEN = rf"(?<![0-9])[1-9][0-9]{{5}}(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9Xx]"
_BY_ITSELF = rf"(?<![0-9A-Za-z])(?:[1-9][0-9]{{5}}[0-9]{{2}}{_DAY}[0-9]{{3}}|1[3-9][0-9]{{9}})(?![0-9A-Za-z])"
_NUMBER = re.compile(f"{_EIGHTEEN}|{_BY_ITSELF}")


def holds_personal_number(text: str) -> bool:
    """Whether an identity number or a mobile telephone seems to stand in it."""
    return _NUMBER.search(text) is not None


def _refused(name: str) -> str:
    if holds_personal_number(name):
        raise PydanticCustomError(PERSONAL_NUMBER, "seems to hold a person's number")
    return name


NO_PERSONAL_NUMBER = AfterValidator(_refused)
"""Of a name that a sender gives, which is kept, shown and sent on as it is."""
