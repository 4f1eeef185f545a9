"""A form with a file, byte by byte: what a browser sends is read, and what is broken is refused in words."""

from __future__ import annotations

import pytest

from service.problems import ProblemError
from service.routes.office.uploads import MOST_PARTS, Part, boundary_of, parts

LINE = b"\r\n"


def form(*each: tuple[str, bytes], boundary: bytes = b"xYz") -> bytes:
    """As a browser writes it."""
    pieces = [
        b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (boundary, head.encode(), data)
        for head, data in each
    ]
    return b"".join(pieces) + b"--%s--\r\n" % boundary


def test_fields_and_the_file_come_out_as_they_went_in() -> None:
    data = bytes(range(256)) + b"\r\n--xY\r\n\r\n"
    sent = form(('name="department"', b"township"), ('name="file"; filename="一月 名册.csv"', data))
    assert list(parts(sent, b"xYz")) == [Part("department", None, b"township"), Part("file", "一月 名册.csv", data)]


def test_an_empty_file_has_no_name() -> None:
    assert list(parts(form(('name="file"; filename=""', b"")), b"xYz")) == [Part("file", "", b"")]


def test_a_quotation_mark_in_a_name_is_not_its_end() -> None:
    (part,) = parts(form(('name="file"; filename="a%22b.csv"', b"1")), b"xYz")
    assert part.file == 'a"b.csv'


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"--xYz",
        b"--xYz\r\n",
        form(('name="a"', b"1"))[:-9],
        form(('name="a"', b"1"), boundary=b"other"),
        form(('filename="a.csv"', b"1")),
        form(('name="a"', b"x" * 3_000)),
        form(("x" * 3_000, b"1")),
        form(*[(f'name="a{number}"', b"") for number in range(MOST_PARTS + 1)]),
    ],
    ids=str,
)
def test_what_is_no_whole_form_is_refused(broken: bytes) -> None:
    with pytest.raises(ProblemError) as refused:
        list(parts(broken, b"xYz"))
    assert refused.value.problem.status == 400


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data", "application/json; boundary=x"])
def test_what_is_no_form_with_files_is_refused_by_its_type(kind: str) -> None:
    with pytest.raises(ProblemError) as refused:
        boundary_of(kind)
    assert refused.value.problem.status == 415
