"""Receivers on this machine that answer as a story wants it."""

from __future__ import annotations

import datetime as dt
import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from features.policy.loading import Policy
from service.events import EventKind
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring, load_or_create_keyring
from service.store import Database
from service.store.repositories.outbox import EventRow, emit
from service.webhooks.delivering import Round, deliver_due
from service.webhooks.endpoints import Secret, open_endpoint

NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
POLICY = Policy.load()
VILLAGE, OTHER_TOWNSHIP = "990101008005", "990101009001"


@dataclass
class Receiver:
    """A server, with what came in."""

    port: int
    answers: list[Any]
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/fanpin"


@contextmanager
def receiver(*answers: Any, certificate: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Answers with these statuses in turn, and with the last from then on; a function is called with the handler instead."""
    receiving = Receiver(0, list(answers) or [204])

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            receiving.came.append((dict(self.headers), body))
            answer = receiving.answers.pop(0) if len(receiving.answers) > 1 else receiving.answers[0]
            if callable(answer):
                answer(self)
                return
            self.send_response(answer)
            if 300 <= answer < 400:
                self.send_header("Location", f"http://127.0.0.1:{receiving.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if certificate is not None:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    receiving.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiving
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return load_or_create_keyring(tmp_path / "service.keys")


@pytest.fixture
def opened(database: Database, keyring: Keyring) -> Callable[..., Secret]:
    """Opens an endpoint for everything everywhere, but for what a story says."""

    def open_one(url: str, name: str = "case-system", **changes: Any) -> Secret:
        asked = {
            "kinds": list(EventKind),
            "places": EVERYWHERE,
            "allows_http": True,
            "allows_private": True,
            **changes,
        }
        with database.writing(EVERYWHERE, NOW) as work:
            return open_endpoint(work, keyring, actor="user:user_01", name=name, url=url, **asked)[1]

    return open_one


@pytest.fixture
def happens(database: Database) -> Callable[..., EventRow]:
    """Something that happens, in a transaction of its own."""

    def emit_one(
        subject: str = "lead:lead_01",
        region: str = VILLAGE,
        kind: EventKind = EventKind.LEAD_MOVED,
        within: Jurisdiction = EVERYWHERE,
        **data: Any,
    ) -> EventRow:
        with database.writing(within, NOW) as work:
            return emit(work, kind, subject, region, data)

    return emit_one


@pytest.fixture
def deliver(database: Database, keyring: Keyring) -> Callable[..., Round]:
    """One round, so many minutes later."""

    def one_round(minutes: float = 0, **options: Any) -> Round:
        return deliver_due(database, keyring, POLICY, NOW + dt.timedelta(minutes=minutes), **options)

    return one_round


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and the addresses that they lead to, one more of them at each time that somebody asks; numbers lead to themselves."""
    known: dict[str, list[str]] = {}
    asked = socket.getaddrinfo

    def lookup(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        host = host.decode() if isinstance(host, bytes) else host
        if host in known:
            host = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return asked(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return known


def certificates(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of a name shows, and what a client has to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1))
        .not_valid_after(dt.datetime(2120, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shows.load_cert_chain(file)
    return shows, ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())
