"""A form that brings a file (multipart/form-data, RFC 7578), read whole from a body that is at hand: a file, and a few fields beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from features.bilingual import Bilingual
from service.origin import SESSION_COOKIE
from service.pages.form_tokens import FIELD, is_token_of
from service.refusals import TOO_MANY_FIELDS, unreadable, wrong_media_type
from service.repeated import refuse_repeated
from service.resources import resources
from service.routes.office.forms import Form, not_our_form

MULTIPART = "multipart/form-data"
MOST_PARTS = 12
LONGEST_FIELD = 2_000
"""Bytes of a field that is no file."""

LONGEST_HEAD = 2_000
NAMED = re.compile(r'(?i)(?:^|;)\s*(name|filename)="([^"]*)"')
BROKEN = Bilingual(
    "表单没有收完整，请重新选择文件后提交", "The form did not come whole. Choose the file again and send it."
)


@dataclass(frozen=True)
class FormWithFile:
    """What was typed, and the file beside it.

    Attributes:
        file: by the name that its sender's computer gives it; empty where none was chosen.
    """

    form: Form
    file: str
    data: bytes


async def own_form_with_file(request: Request) -> FormWithFile:
    """A need of a route that a form with a file leads to.

    Raises:
        ProblemError: 400, it can't be read; 403, it was not given to this session; 415, it is no such form; 422, a field is repeated.
    """
    boundary = boundary_of(request.headers.get("content-type", ""))
    body = await request.body()
    sent = await run_in_threadpool(lambda: list(parts(body, boundary)))
    refuse_repeated(part.name for part in sent)
    fields = {part.name: part.data.decode("utf-8", "replace") for part in sent if part.file is None}
    session = request.cookies.get(SESSION_COOKIE, "")
    if not is_token_of(resources(request).door.keyring, session, fields.pop(FIELD, "")):
        raise not_our_form()
    files = [part for part in sent if part.file is not None]
    name, data = (files[0].file or "", files[0].data) if files else ("", b"")
    return FormWithFile(Form(fields, {}), name, data)


OwnFormWithFile = Annotated[FormWithFile, Depends(own_form_with_file)]


@dataclass(frozen=True)
class Part:
    """A part of a form.

    Attributes:
        file: its name; None of a field that is no file.
    """

    name: str
    file: str | None
    data: bytes


def boundary_of(content_type: str) -> bytes:
    """What stands between the parts. Raises ProblemError, 415, where it is no such form."""
    head = Message()
    head["content-type"] = content_type
    boundary = head.get_boundary()
    if head.get_content_type() != MULTIPART or not boundary or len(boundary) > 200 or not boundary.isascii():
        raise wrong_media_type(MULTIPART)
    return boundary.encode("ascii")


def parts(body: bytes, boundary: bytes) -> Iterator[Part]:
    """The parts in their order. Raises ProblemError, 400, for what is no whole form, or one of too much."""
    between = b"\r\n--" + boundary
    # What begins the first part may stand at the very beginning.
    place = 0 if body.startswith(between[2:]) else body.find(between) + 2
    if place < 2 and not body.startswith(between[2:]):
        raise unreadable(BROKEN)
    place += len(between) - 2
    for _ in range(MOST_PARTS):
        if body.startswith(b"--", place):
            return
        end = body.find(between, place)
        head_ends = body.find(b"\r\n\r\n", place, place + LONGEST_HEAD)
        if end < 0 or not place <= head_ends <= end:
            raise unreadable(BROKEN)
        yield _part(body[place:head_ends], body[head_ends + 4 : end])
        place = end + len(between)
    if not body.startswith(b"--", place):
        raise unreadable(TOO_MANY_FIELDS)


def _part(head: bytes, data: bytes) -> Part:
    names: Mapping[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        header, _, value = line.partition(":")
        if header.strip().lower() == "content-disposition":
            # As browsers write a name: what would end it is written %22.
            names = {name.lower(): text.replace("%22", '"') for name, text in NAMED.findall(value)}
    part = Part(names.get("name", ""), names.get("filename"), data)
    if not part.name or (part.file is None and len(data) > LONGEST_FIELD):
        raise unreadable(BROKEN)
    return part
