"""Who takes a family's corrections and objections, and within how many days: the county's own word, dated, in `contacts.yaml`.

Each entry counts from a day on, in the places whose village codes begin with its `scope`; the longest scope, then the latest
day, is in force. What nobody wrote stays unknown, and is left blank on paper: fanpin knows no county's telephone number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from features.errors import FanpinError
from features.texts.unrepeated import RepeatedNameError, read_yaml

CONTACTS_FILE = "contacts.yaml"

Words = Annotated[str, Field(min_length=1, max_length=32)]
Days = Annotated[int, Field(ge=1, le=366)]


class ContactsError(FanpinError):
    """The county's file of contacts can't be used; the message says where and what to do."""


class Contact(BaseModel):
    """Who to turn to; None for what is not known.

    Attributes:
        correct_within_days: days in which a correction is answered.
        object_within_days: days from receipt of the sheet in which an objection can be made.
        answer_within_days: days in which an objection is answered.
        source: the notice that says so.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: Words | None = None
    address: Words | None = None
    phone: Words | None = None
    hours: Words | None = None
    correct_within_days: Days | None = None
    object_within_days: Days | None = None
    answer_within_days: Days | None = None
    source: Annotated[str, Field(min_length=1)] | None = None


class ContactStep(Contact):
    """A contact from a day on, in some places."""

    since: dt.date = Field(alias="from")
    scope: Annotated[str, Field(pattern="^[0-9]{0,12}$")] = ""


NOBODY = Contact()
_STEPS = TypeAdapter(list[ContactStep])


def read_contacts(county: Path | None) -> list[ContactStep]:
    """The entries of a county's folder; none where there is no folder or no such file.

    Raises:
        ContactsError: the file can't be read or says something that it can't.
    """
    if county is None or not (county / CONTACTS_FILE).exists():
        return []
    file = county / CONTACTS_FILE
    try:
        return _STEPS.validate_python(read_yaml(file.read_text(encoding="utf-8-sig")) or [])
    except (OSError, UnicodeDecodeError) as error:
        raise ContactsError(
            f"{file} 读不出：请另存为 UTF-8 编码的文本。 | {file} cannot be read ({error}). Save it as text in UTF-8."
        ) from None
    except RepeatedNameError as error:
        raise ContactsError(f"{file}: {error}") from None
    except yaml.YAMLError:
        raise ContactsError(
            f"{file} 不是有效的 YAML：请对照 docs/sheets.md 的示例检查缩进和冒号。 | {file} is not valid YAML. Compare its indents and "
            "colons with the example in docs/sheets.md."
        ) from None
    except ValidationError as error:
        places = "；".join(".".join(map(str, one["loc"])) or "/" for one in error.errors())
        raise ContactsError(
            f"{file} 有不认识的项或写错的值（位置：{places}）：请对照 docs/sheets.md 的示例更正。 | {file} holds entries or values that it "
            f"cannot ({places}). Correct them by the example in docs/sheets.md."
        ) from None


def contact_for(steps: Sequence[ContactStep], region_code: str | None, on: dt.date) -> Contact:
    """Who is to be turned to at a place on a day; NOBODY where no entry speaks of it."""
    begun = [step for step in steps if step.since <= on and (region_code or "").startswith(step.scope)]
    return max(begun, key=lambda step: (len(step.scope), step.since), default=NOBODY)
