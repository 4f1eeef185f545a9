"""`fanpin webhooks`: addresses that events are sent to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from features.cli.options import console

app = typer.Typer(
    help="The addresses that events are sent to: add, list, try one out, send again what was given up.",
    no_args_is_help=True,
)

Endpoint = Annotated[str, typer.Argument(metavar="ENDPOINT", help="推送地址的名称或编号 Its name or id.")]


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="起一个名称 A name for it.")],
    url: Annotated[str, typer.Argument(metavar="URL", help="网址 The address, https://….")],
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="推送哪种变动，可重复；不写为全部 Kind of event; all without it."),
    ] = None,
    regions: Annotated[
        list[str] | None,
        typer.Option(
            "--region",
            metavar="CODE",
            help="哪些地区，可重复；不写为全部 Beginning of region codes; everywhere without it.",
        ),
    ] = None,
    allow_http: Annotated[
        bool, typer.Option("--allow-http", help="准许不加密的 http Also without TLS, on a line of your own.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="准许内网地址 Also to an address of this machine or network.")
    ] = False,
) -> None:
    """Send events to an address from now on, and print the secret that its receiver verifies with, once."""
    from service.events import EventKind
    from service.installation import actor_of_shell, database_of_environment, keyring_of_environment
    from service.jurisdiction import EVERYWHERE, Jurisdiction
    from service.webhooks.endpoints import EndpointError, open_endpoint

    known = EventKind.values()
    if unknown := [kind for kind in kinds or () if kind not in known]:
        raise EndpointError(
            f"没有这种变动：{'、'.join(unknown)}；有：{'、'.join(known)} | there is no such kind of event; there are {', '.join(known)}."
        )
    keyring = keyring_of_environment()
    with database_of_environment().writing(EVERYWHERE, _now()) as work:
        endpoint, secret = open_endpoint(
            work,
            keyring,
            actor=actor_of_shell(),
            name=name,
            url=url,
            kinds=[EventKind(kind) for kind in kinds or known],
            places=Jurisdiction.of(*regions) if regions else EVERYWHERE,
            allows_http=allow_http,
            allows_private=allow_private,
        )
        lines = [
            f"{endpoint.id}  {endpoint.name}",
            f"密钥编号 key id  {secret.key}",
            f"密钥 secret  {secret.secret}",
            "密钥只显示这一次；收件程序怎样核对见 docs/webhooks.md | the secret is shown this once; how a receiver verifies is in docs/webhooks.md",
        ]
    _print("\n".join(lines))


@app.command(name="list")
def list_endpoints() -> None:
    """List the open addresses with what was delivered, waits, and was given up."""
    from service.installation import database_of_environment
    from service.jurisdiction import EVERYWHERE
    from service.store.repositories.webhooks import counted, dead_letters, open_endpoints
    from service.store.tables.outbox import DeliveryState, SendingFault

    with database_of_environment().reading(EVERYWHERE, _now()) as work:
        endpoints = open_endpoints(work)
        for endpoint in endpoints:
            counts = counted(work, endpoint.id)
            states = ", ".join(f"{state.zh} {state.en} {counts.get(state, 0):,}" for state in DeliveryState)
            places = " ".join(place or "*" for place in endpoint.places)
            _print(
                f"{endpoint.name}  {endpoint.id}\n  {endpoint.url}\n  {places}: {' '.join(endpoint.kinds)}\n  {states}"
            )
            for dead in dead_letters(work, endpoint.id, 5):
                fault = SendingFault(dead.fault) if dead.fault else None
                _print(f"    {dead.id}  {dead.status or ''} {f'{fault.zh} {fault.en}' if fault else ''}".rstrip())
    if not endpoints:
        _print("还没有推送地址 | events are sent nowhere yet")


@app.command()
def test(name: Endpoint) -> None:
    """Send something that is no event to an address and say how it went; exit status 1 where it was not accepted."""
    from service.installation import database_of_environment, keyring_of_environment
    from service.jurisdiction import EVERYWHERE
    from service.webhooks.endpoints import try_endpoint

    keyring = keyring_of_environment()
    with database_of_environment().reading(EVERYWHERE, _now()) as work:
        endpoint, answered = try_endpoint(work, keyring, name)
        url = endpoint.url
    if answered.fault is None:
        _print(f"{url} 已接受（{answered.status}） | accepted it ({answered.status})")
        return
    status = f"（{answered.status}）" if answered.status else ""
    _print(f"{url} {answered.fault.zh}{status} | {answered.fault.en}")
    raise typer.Exit(1)


@app.command()
def redeliver(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ENDPOINT|DELIVERY",
            help="推送地址（其放弃的全部重送），或一次推送的编号 An address, all that was given up, or the id of one delivery.",
        ),
    ],
) -> None:
    """Send again what was given up, from the first attempt on; or one delivery, whatever became of it."""
    from service.installation import actor_of_shell, database_of_environment, keyring_of_environment
    from service.jurisdiction import EVERYWHERE
    from service.webhooks.endpoints import send_again

    keyring = keyring_of_environment()
    with database_of_environment().writing(EVERYWHERE, _now()) as work:
        count = send_again(work, keyring, name, actor=actor_of_shell())
    _print(f"{count:,} 项将重新推送 | {count:,} deliveries will be sent again")


@app.command()
def renew(name: Endpoint) -> None:
    """Print a new secret for an address; the old one signs beside it for a week."""
    from service.installation import actor_of_shell, database_of_environment, keyring_of_environment
    from service.jurisdiction import EVERYWHERE
    from service.webhooks.endpoints import renew_secret

    keyring = keyring_of_environment()
    with database_of_environment().writing(EVERYWHERE, _now()) as work:
        secret = renew_secret(work, keyring, name, actor=actor_of_shell())
    _print(f"密钥编号 key id  {secret.key}\n密钥 secret  {secret.secret}")


@app.command()
def close(name: Endpoint) -> None:
    """Send nothing more to an address."""
    from service.installation import actor_of_shell, database_of_environment, keyring_of_environment
    from service.jurisdiction import EVERYWHERE
    from service.webhooks.endpoints import close_endpoint

    keyring = keyring_of_environment()
    with database_of_environment().writing(EVERYWHERE, _now()) as work:
        count = close_endpoint(work, keyring, name, actor=actor_of_shell())
    _print(f"已关闭，{count:,} 项不再推送 | closed; {count:,} deliveries are given up")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _print(words: str) -> None:
    console.print(words, highlight=False, markup=False, soft_wrap=True)
