"""Who has an answer already is sent nothing; who has another is sent it whole. Compressed or not."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from typing import Any

import pytest

from service.compressed import Compressed, takes_gzip
from service.principal import Permission
from tests.service.office import Office

ADDRESSES = ["/v1/features", "/v1/risk-lists", "/v1/model", "/openapi.json"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_the_asker_has_is_not_sent_again(office: Office, address: str) -> None:
    program = office.program()
    first = program.get(address)
    again = program.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "content-type" not in again.headers
    other = program.get(address, headers={"If-None-Match": 'W/"something-else", "v9"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_a_tag_among_several_counts_weak_or_strong(office: Office) -> None:
    program = office.program()
    tag = program.get("/v1/model").headers["etag"]
    for sent in (f'"a", {tag}', tag.removeprefix("W/"), "*"):
        assert program.get("/v1/model", headers={"If-None-Match": sent}).status_code == 304


def test_a_failure_has_no_tag_and_is_always_told(office: Office) -> None:
    program = office.program(Permission.READ_LISTS)
    for address in ("/v1/leads", "/v1/risk-lists/list_00000000000000000000000000"):
        answer = program.get(address, headers={"If-None-Match": "*"})
        assert answer.status_code in (403, 404)
        assert "etag" not in answer.headers


def test_a_lead_keeps_the_version_by_which_it_is_changed(office: Office) -> None:
    household = office.households()[9]
    program = office.program()
    sent = {"household_id": household, "source": "trigger", "reference": "conditional-1", "reported_on": "2026-01-02"}
    lead = program.post("/v1/leads", json=sent)
    read = program.get(lead.headers["location"])
    assert read.headers["etag"] == lead.headers["etag"] == '"v1"'
    assert program.get(lead.headers["location"], headers={"If-None-Match": '"v1"'}).status_code == 304
    assert program.get(lead.headers["location"], headers={"If-None-Match": '"v2"'}).status_code == 200


def test_programs_are_sent_compressed_what_they_take_compressed(office: Office) -> None:
    program = office.program()
    with program.stream("GET", "/v1/features", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    plain = program.get("/v1/features", headers={"Accept-Encoding": "identity"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert gzip.decompress(raw) == plain.content
    assert len(raw) * 3 < len(plain.content)
    assert answer.headers["etag"] == plain.headers["etag"]


def test_a_page_is_not_compressed(office: Office) -> None:
    """What a browser is made to ask and what it must not tell would stand in one compressed text."""
    answer = office.program().get("/login", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("sent", "takes"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("GZIP; q = 0.0", False),
        ("br", False),
    ],
)
def test_who_takes_it(sent: str, *, takes: bool) -> None:
    assert takes_gzip(sent) == takes


@pytest.mark.parametrize("size", [10, 5_000, 200_000])
def test_pieces_leave_as_they_come_and_are_read_as_they_come(size: int) -> None:
    pieces = [bytes([65 + number]) * size for number in range(4)]

    async def streaming(_scope: Any, _receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/x-ndjson")]}
        )
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    received: list[bytes] = []

    async def send(message: Any) -> None:
        received.append(message.get("body", b""))

    scope = {"type": "http", "path": "/v1/x", "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(Compressed(streaming)(scope, None, send))  # type: ignore[arg-type]
    reader = zlib.decompressobj(31)
    assert [reader.decompress(piece) for piece in received[1:5]] == pieces
    assert reader.decompress(received[5]) == b""
    assert reader.eof
