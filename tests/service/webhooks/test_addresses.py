"""Events go to addresses of the internet alone, unless more was allowed, whatever a name leads to a moment later."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from service.store import Database
from service.webhooks.addresses import UnreachableError, is_public, resolve
from service.webhooks.delivering import Round
from service.webhooks.endpoints import EndpointError
from tests.service.webhooks.receivers import certificates, receiver


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.1.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - refused
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_no_address_of_ours_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1"])
def test_others_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


NOT_OPENED = (
    "http://cases.example.org/x",
    "https://user:word@cases.example.org/x",
    "https://cases.example.org/x#y",
    "ftp://cases.example.org/x",
    "cases.example.org",
    "https://",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://localhost/x",
    "https://cases.example.org/" + "x" * 500,
    "file:///etc/passwd",
    "",
)


def test_an_address_that_is_none_of_the_internet_s_is_not_opened(opened) -> None:
    for url in NOT_OPENED:
        with pytest.raises(EndpointError, match="https://"):
            opened(url, allows_http=False, allows_private=False)


def fault(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return connection.execute(text("SELECT fault FROM webhook_deliveries")).scalar_one()


@pytest.mark.parametrize("written", ["127.0.0.1", "2130706433", "0x7f000001", "127.1"])
def test_a_name_that_leads_to_us_is_not_followed(
    database: Database, opened, happens, deliver, names, written: str
) -> None:
    names["cases.example.org"] = [written]
    with receiver() as ours:
        opened(f"http://cases.example.org:{ours.port}/", allows_private=False)
        happens()
        assert deliver() == Round(put_off=1)
        assert ours.came == []
    assert fault(database) == "private_address"


def test_a_name_that_leads_elsewhere_a_moment_later_leads_nowhere(
    database: Database, opened, happens, deliver, names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the address that was looked at: the second answer, ours, is never asked for."""
    from service.webhooks import sending

    monkeypatch.setattr(sending, "SECONDS_IN_ALL", 0.3)
    names["cases.example.org"] = ["192.0.2.1", "127.0.0.1"]
    monkeypatch.setattr("service.webhooks.addresses.is_public", lambda address: not address.is_loopback)
    with receiver() as ours:
        opened(f"http://cases.example.org:{ours.port}/", allows_private=False)
        happens()
        assert deliver() == Round(put_off=1)
        assert ours.came == []
    assert fault(database) in ("timeout", "connection")
    assert names["cases.example.org"] == ["127.0.0.1"]


def test_a_name_that_leads_both_ways_is_a_trick(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(host: str, port: int, *_: object, **__: object) -> list[tuple]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("1.1.1.1", "10.0.0.8")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(UnreachableError, match="private_address"):
        asyncio.run(resolve("cases.example.org", 443, allows_private=False))
    assert asyncio.run(resolve("cases.example.org", 443, allows_private=True)) == "1.1.1.1"


def test_a_name_without_an_address(database: Database, opened, happens, deliver) -> None:
    opened("http://nobody.invalid/")
    happens()
    assert deliver() == Round(put_off=1)
    assert fault(database) == "no_address"


def test_with_tls_the_certificate_has_to_be_of_the_name(
    database: Database, opened, happens, deliver, names, tmp_path: Path
) -> None:
    shows, trusted = certificates(tmp_path, "cases.example.org")
    names["cases.example.org"] = names["other.example.org"] = ["127.0.0.1"]
    with receiver(certificate=shows) as case_system:
        opened(f"https://cases.example.org:{case_system.port}/x")
        happens()
        assert deliver(trusted=trusted) == Round(delivered=1)
        ((headers, _),) = case_system.came
        assert headers["Host"] == f"cases.example.org:{case_system.port}"
        opened(f"https://other.example.org:{case_system.port}/x", "other")
        happens(subject="lead:2")
        assert deliver(trusted=trusted) == Round(delivered=1, put_off=1)
        # Nor is one trusted that nobody vouches for.
        happens(subject="lead:3")
        assert deliver() == Round(put_off=2)
    with database.engine.connect() as connection:
        faults = connection.execute(text("SELECT DISTINCT fault FROM webhook_deliveries WHERE fault IS NOT NULL"))
        assert [row.fault for row in faults] == ["certificate"]
