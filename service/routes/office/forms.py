"""What was posted by a form of ours: its fields, and that the form was given to this very session."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from features.bilingual import Bilingual
from service.origin import SESSION_COOKIE
from service.pages.form_tokens import FIELD, is_token_of
from service.problems import ProblemError
from service.refusals import FORM, TOO_MANY_FIELDS, need_media_type, unreadable
from service.repeated import refuse_repeated
from service.resources import resources

MOST_FIELDS = 60
ONCE = "once_key"
"""The field with the key under which a form is sent once, however often it is tapped; a script sends it as `Idempotency-Key` as well."""
FILE_FORM = "multipart/form-data"
MOST_BESIDE = 8
"""Fields beside a file."""
NO_FILE_FORM = Bilingual("表单不完整，或不止一个文件", "The form is cut off, or holds more than one file.")


@dataclass(frozen=True)
class Form:
    """The fields of a posted form, as they were typed.

    Attributes:
        fields: those that stand once.
        lists: those that may stand several times, as boxes that are ticked do.
    """

    fields: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str:
        """What was typed, without the blanks around it; empty where the field is not there."""
        return self.fields.get(name, "").strip()

    def given(self, name: str) -> str | None:
        """The same; None where nothing was typed."""
        return self.text(name) or None

    def several(self, name: str) -> tuple[str, ...]:
        return self.lists.get(name, ())

    @property
    def content(self) -> bytes:
        """What makes two forms different: all that was typed, without the mark of the session and the key under which it is sent."""
        typed = {name: value for name, value in self.fields.items() if name != ONCE}
        return json.dumps([typed, {**self.lists}], sort_keys=True).encode()


def own_form(*several: str, most_fields: int = MOST_FIELDS) -> Callable[[Request], Coroutine[Any, Any, Form]]:
    """A need of a route that a form of a page leads to.

    Args:
        several: names of fields that may stand more than once.

    The need raises ProblemError: 400, there are too many fields; 403, the form was not given to this session; 415, it is no form; 422, it
    repeats a field.
    """

    async def need(request: Request) -> Form:
        need_media_type(request, FORM)
        try:
            sent = parse_qsl(
                (await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=most_fields
            )
        except ValueError as error:
            raise unreadable(TOO_MANY_FIELDS) from error
        refuse_repeated(name for name, _ in sent if name not in several)
        fields = {name: value for name, value in sent if name not in several}
        _refuse_another_session(request, fields.pop(FIELD, ""))
        lists = {name: tuple(value for each, value in sent if each == name) for name in several}
        return Form(fields, lists)

    return need


OwnForm = Annotated[Form, Depends(own_form())]


@dataclass(frozen=True)
class FileForm:
    """A posted form with a file.

    Attributes:
        name: of the file, as the browser tells it; empty where none was chosen.
    """

    form: Form
    name: str
    content: bytes = field(repr=False)


async def _file_form(request: Request) -> FileForm:
    """Raises ProblemError: as `own_form`; 400 also where the form is cut off, or holds more than one file."""
    need_media_type(request, FILE_FORM)
    try:
        form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=MOST_BESIDE).parse()
    except MultiPartException as error:
        raise unreadable(NO_FILE_FORM) from error
    try:
        sent = form.multi_items()
        refuse_repeated(name for name, _ in sent)
        fields = {name: value for name, value in sent if isinstance(value, str)}
        _refuse_another_session(request, fields.pop(FIELD, ""))
        files = [value for _, value in sent if isinstance(value, UploadFile)]
        if not files:
            return FileForm(Form(fields, {}), "", b"")
        return FileForm(Form(fields, {}), files[0].filename or "", await files[0].read())
    finally:
        await form.close()


class _InMemory(MultiPartParser):
    """Nothing of what is sent lies in a temporary file: the address's own limit says how much memory it may take."""

    spool_max_size = 64 * 1024**2


OwnFile = Annotated[FileForm, Depends(_file_form)]
"""A form of ours with one file."""


def _refuse_another_session(request: Request, token: str) -> None:
    session = request.cookies.get(SESSION_COOKIE, "")
    if not is_token_of(resources(request).door.keyring, session, token):
        raise not_our_form()


def not_our_form() -> ProblemError:
    return ProblemError(
        403,
        "form-expired",
        Bilingual("表单已失效", "The form has expired"),
        Bilingual(
            "没有执行任何操作：表单不是本次登录打开的。请重新打开页面，再提交",
            "Nothing was done: the form was not opened in this session. Open the page anew and send it again.",
        ),
    )
