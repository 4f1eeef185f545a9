"""`fanpin sheet`, the family's own, and `fanpin notice`, what hangs in the village."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.cli.options import AsOf, CountyFolder, data_folder, policy_of, standing_day
from models import DEFAULT_MODEL

app = typer.Typer()
console = Console()


@app.command()
def sheet(
    household: Annotated[str, typer.Argument(help="户编号 Household code (户编号).")],
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="FILE.html", help="写到哪里，用浏览器打开即可打印 Page to write; print it from a browser."
        ),
    ],
    as_of: AsOf = None,
    county: CountyFolder = None,
    model: Annotated[str, typer.Option("--model", help="模型名 Registered model.")] = DEFAULT_MODEL,
) -> None:
    """One printable page in plain Chinese for the family itself: what was used, what it led to, and what it can do about it."""
    from features.context.cache import context_wanted_by
    from features.deliveries.senders import senders
    from features.disk import write_whole
    from features.frame import index_of
    from features.policy.county import county_folder
    from features.records.gate import Records
    from features.records.store import RecordStore
    from features.workbooks.homes import names_by_village, names_on
    from models.answers import assessment_fields
    from models.assess import assess_household
    from models.registry import load_champion
    from models.sheets.contacts import contact_for, read_contacts
    from models.sheets.family import family_sheet, page_of
    from models.sheets.pages import writable_page

    writable_page(out)
    contacts = read_contacts(county_folder(county))
    store, policy = RecordStore.open(data_folder()), policy_of(county)
    champion = load_champion(model, copy=Path(os.environ.get("FANPIN_MODEL_COPY", "var/model")))
    stood = standing_day(as_of, store, policy, champion.horizon_months)
    records = Records(store.records(households=[household]), context_wanted_by(champion.features, store, [stood.day]))
    departments = senders(store)
    assessed = assess_household(champion, records, index_of([household], stood.day), policy, senders=departments)
    contact = contact_for(contacts, assessed.household["region_code"], stood.day)
    names = names_by_village(names_on(store, stood.day))
    family = family_sheet(assessment_fields(assessed), records, departments, names, contact)
    write_whole(out, page_of(family))
    lines = [str(stood.in_words), f"告知单：{out} | the family's sheet"]
    if family.contact.office is None:
        lines.append(
            "受理单位没有写在本县文件夹的 contacts.yaml 里，纸上留空，请手工填写 | nobody to turn to is named in the county's contacts.yaml: "
            "fill in by hand"
        )
    console.print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)


@app.command()
def notice(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="人填写的评议结果，csv 或工作簿 What people decided, as they filled it in: csv or workbook.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="FILE.html", help="写到哪里，用浏览器打开即可打印 Page to write; print it from a browser."
        ),
    ],
    county: CountyFolder = None,
) -> None:
    """The public notice of a village, of people's decisions alone; refuses numbers of people and words of health."""
    from features.disk import write_whole
    from models.sheets.notice import page_of, require_days
    from models.sheets.notice_file import read_notice
    from models.sheets.pages import writable_page

    writable_page(out)
    lines = read_notice(file)
    require_days(lines, policy_of(county))
    write_whole(out, page_of(lines))
    villages = len({line.village for line in lines})
    console.print(
        f"公示：{villages} 个村 {len(lines)} 户，{out}；张贴前请再核对一遍 | notice of {len(lines)} households; read it again before "
        "it hangs",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
