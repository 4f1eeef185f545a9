"""`fanpin serve`."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from features.cli.options import CountyFolder
from features.errors import FanpinError
from service.cli.installation import console

if TYPE_CHECKING:
    from service.access.doorkeeper import Doorkeeper

app = typer.Typer()

MOST_WORKERS = 64


@app.command()
def serve(
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help="监听地址；不是默认地址时须在前面加 TLS Address to listen on. Anything but the default: put TLS before it.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="端口，0 为任一空闲端口 Port; 0 takes a free one.")
    ] = 8000,
    county: CountyFolder = None,
    workers: Annotated[
        int,
        typer.Option(
            "--workers",
            min=1,
            max=MOST_WORKERS,
            help="进程数，一般不超过核数 Processes; not more than there are cores.",
        ),
    ] = 1,
    login_link: Annotated[
        bool | None,
        typer.Option(
            "--login-link/--no-login-link",
            help="还没有用户时打印一次性链接以开设第一个；不写时只在终端打印 While there is no user, print a link with which the first one is made; by default only on a terminal, since others read what goes into a log.",
        ),
    ] = None,
) -> None:
    """Serve the API and the office pages until Ctrl-C."""
    first_link = sys.stdout.isatty() if login_link is None else login_link
    serve_pages(host, port, county, workers=workers, first_link=first_link)


def serve_pages(
    host: str = "127.0.0.1",
    port: int = 8000,
    county: Path | None = None,
    *,
    workers: int = 1,
    first_link: bool = False,
    login_as: str | None = None,
) -> None:
    """Serve until Ctrl-C.

    Args:
        workers: processes that answer.
        first_link: whether a link with which the first user is made is printed, while there is none.
        login_as: the name of a user for whom a login link is printed.

    Raises:
        FanpinError: the address can't be had, or database or keys can't be used.
    """
    import uvicorn

    from models.registry import be_brief
    from service.access.doorkeeper import Doorkeeper
    from service.app import create_app
    from service.cli.workers import SECONDS_OF_A_TURN, configuration, end_whatever_is_worked_out, serve_by
    from service.keyring import load_or_create_keyring
    from service.logs import begin_logging, form_of_log
    from service.settings import Settings
    from service.store import Database
    from service.store.upgrading import upgrade

    be_brief()
    begin_logging(form_of_log(os.environ))
    settings = Settings.from_environment(county=county)
    application = None if workers > 1 else create_app(settings)
    door = (
        Doorkeeper(Database(settings.database), load_or_create_keyring(settings.keys))
        if application is None
        else application.state.resources.door
    )
    upgrade(door.database)
    link = _link(door, login_as, first_link=first_link)
    listening = _listen(host, port)
    address = f"http://{_shown(host)}:{listening.getsockname()[1]}"
    if application is None:
        # Whoever is started opens the database anew: a connection is of one process.
        door.database.close()
        serve_by(workers, listening, county, lambda: _announce(address, link))
        return

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                _announce(address, link)

    sys.setswitchinterval(SECONDS_OF_A_TURN)
    with contextlib.suppress(KeyboardInterrupt):
        Server(configuration(application)).run(sockets=[listening])
    end_whatever_is_worked_out()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        FanpinError: the address can't be had.
    """
    try:
        made = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        # asyncio sends small packets at once (TCP_NODELAY) only on sockets that say they are TCP; `create_server` leaves
        # it unsaid, and then every answer on a kept connection waits 40 ms for the caller's word that it has the head.
        return socket.socket(made.family, made.type, socket.IPPROTO_TCP, fileno=made.detach())
    except OSError as error:
        raise FanpinError(
            f"{host}:{port} 不能监听（{error.strerror}）：用 --port 换一个端口，或停掉占用它的程序 | {host}:{port} can't be listened on ({error.strerror}). Choose another port with --port, or stop what uses it."
        ) from error


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only compared
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _link(door: Doorkeeper, login_as: str | None, *, first_link: bool) -> tuple[str, str] | None:
    """A link with what it is for."""
    from service.access.administering import existing_user, link_for
    from service.access.links import new_link
    from service.jurisdiction import NOWHERE
    from service.principal import SYSTEM
    from service.store.repositories.users import is_nobody_there

    with door.database.writing(NOWHERE, dt.datetime.now(dt.UTC)) as work:
        if login_as is not None:
            code = link_for(work, door.keyring, by=SYSTEM, user=existing_user(work, login_as))
            return "登录链接 | Login link", f"/login?code={code}&next=/lists"
        if first_link and is_nobody_there(work):
            return "开设第一个用户 | Make the first user", f"/first?code={new_link(work, None)}"
    return None


def _announce(address: str, link: tuple[str, str] | None) -> None:
    lines = [
        "",
        f"网页 | Pages:  {address}/",
        *([f"{link[0]} (once, 15 minutes):  {address}{link[1]}"] if link else []),
        f"API:  {address}/v1   用户 users: fanpin users   接口密钥 keys: fanpin clients",
        "Ctrl-C stops the service.",
    ]
    console.print("\n".join(lines))
