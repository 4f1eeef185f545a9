"""`fanpin clients`: programs that may ask, and their keys."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from features.deliveries.departments import DeliveringDepartment
from service.cli.installation import Days, Name, changing, console, place_in_words, prefix_of
from service.principal import Permission

app = typer.Typer(no_args_is_help=True, help="Programs that may ask, and their keys.")

YEAR = 365
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar="FILE",
        help="把密钥写入此文件（仅本用户可读），不打印 Write the key there, for this user's eyes only, instead of printing it.",
    ),
]


@app.command()
def create(
    name: Name,
    scope: Annotated[
        list[Permission],
        typer.Option("--scope", help="权限，可写多次，见 docs/access.md What it may do; may be given several times."),
    ],
    region: Annotated[
        list[str],
        typer.Option(
            "--region", help="辖区：区划代码前几位，全部写 all；可写多次 Its places: first digits of codes, or all."
        ),
    ],
    department: Annotated[
        DeliveringDepartment | None,
        typer.Option(
            "--department",
            help="代表哪个部门；报送单项事实时须有 For which department it speaks; needed to send single facts.",
        ),
    ] = None,
    days: Days = YEAR,
    key_file: KeyFile = None,
) -> None:
    """Make a program and its first key, which is told once."""
    from service.access.clients import create_client
    from service.jurisdiction import Jurisdiction
    from service.principal import SYSTEM

    places = Jurisdiction.of(*(prefix_of(each) for each in region))
    with changing() as (work, keyring):
        _, key = create_client(
            work,
            keyring,
            by=SYSTEM,
            name=name,
            permissions=scope,
            jurisdiction=places,
            department=department,
            lasts=dt.timedelta(days=days),
        )
        _hand_over(key, key_file)


@app.command("list")
def list_clients() -> None:
    """List programs, what they may do, and until when their keys hold."""
    from service.store.repositories.clients import all_clients, keys_of

    with changing() as (work, _):
        for client in all_clients(work):
            ended = "  已撤销 revoked" if client.revoked_at else ""
            places = "、".join(place_in_words(prefix) for prefix in client.prefixes)
            speaks = f"  {DeliveringDepartment(client.department).zh}" if client.department else ""
            console.print(f"{client.name}  {places}{speaks}  {' '.join(client.permissions)}{ended}")
            for key in keys_of(work, client.id):
                used = f"{key.used_at:%Y-%m-%d %H:%M}" if key.used_at else "未用过 never"
                state = "已撤销 revoked" if key.revoked_at else "已过期 expired" if key.until <= work.now else ""
                console.print(f"  {key.id}  至 until {key.until:%Y-%m-%d}  最近使用 last used {used}  {state}".rstrip())


@app.command()
def rotate(
    name: Name,
    overlap: Annotated[
        int, typer.Option("--overlap-days", min=0, max=90, help="旧密钥再用几天 Days for which the old keys hold on.")
    ] = 7,
    days: Days = YEAR,
    key_file: KeyFile = None,
) -> None:
    """Give a program a new key; the ones of before hold for the overlap and no longer."""
    from service.access.clients import rotate_key
    from service.principal import SYSTEM

    with changing() as (work, keyring):
        key = rotate_key(
            work,
            keyring,
            by=SYSTEM,
            name=name,
            overlap=dt.timedelta(days=overlap),
            lasts=dt.timedelta(days=days),
        )
        _hand_over(key, key_file)


@app.command()
def revoke(
    name: Name,
    key: Annotated[
        str | None,
        typer.Option(
            "--key", metavar="ID", help="只撤销这一把 Only this one of its keys, as fanpin clients list names it."
        ),
    ] = None,
) -> None:
    """Revoke a program with all its keys, or one key, at once."""
    from service.access.clients import revoke_client
    from service.principal import SYSTEM

    with changing() as (work, keyring):
        count = revoke_client(work, keyring, by=SYSTEM, name=name, key_id=key)
    console.print(f"已撤销 {count} 把密钥 | {count} keys revoked: {name}")


def _hand_over(key: str, file: Path | None) -> None:
    """The key, before the program is there: where it can't be written, nothing is made."""
    from features.disk import write_whole

    if file is not None:
        write_whole(file, (key + "\n").encode(), private=True)
        console.print(f"密钥已写入 | the key is in {file}")
    else:
        console.print(f"{key}\n密钥只显示这一次，请妥善保存 | This key is not shown again: keep it safe.")
