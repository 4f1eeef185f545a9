"""Exports as both the API and the pages ask for them, decide on them and fetch them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from fastapi import Request, Response

from features.bilingual import Bilingual
from features.policy.loading import Policy
from service.access.doorkeeper import NotAllowedError
from service.exporting.asked import Export, ItemsExport, VisitsExport, as_text, from_text
from service.exporting.tables import table_of
from service.exporting.writing import MEDIA_TYPES, written
from service.jurisdiction import Jurisdiction
from service.limits import HEADERS_ONLY
from service.local_time import day_of
from service.place_names import Names, names_at_hand
from service.principal import Kind, Principal
from service.problems import ProblemError, wrong_parameter
from service.request_ids import IN_SCOPE
from service.resources import Resources
from service.routes.doing import now
from service.routes.lists import unknown_list
from service.sheets import writing as visits
from service.sheets.gathering import rows_to_visit, sheet_of
from service.slow import OneAtATime
from service.store import Work
from service.store.repositories import exports, leads, lists
from service.store.tables import ListState
from service.store.tables.exports import ExportRequest
from service.vault.exports import Against, ExportError, against_using, ask, use
from service.vault.looking import masked_heads
from service.vault.watermark import watermark
from service.views.places import Places

MOST_ROWS = 20_000
LONGEST_UNIT = 60
ALL_PLACES = Bilingual("全部辖区", "all places")
FILES: OneAtATime[tuple[bytes, int]] = OneAtATime(Bilingual("正在生成导出文件", "The file is being written"))


def with_one_place(export: Export, asker: Principal, whole: Principal) -> Export:
    """The export with the place that it is of. Raises ProblemError, 422: it is of several of the asker's places, or of none."""
    there = _places(export, asker, whole).within(export.region or "").prefixes
    if len(there) != 1:
        raise wrong_parameter(
            "export.region",
            Bilingual("不是您的一处辖区", "it is not one of the asker's places"),
            Bilingual("写明导出哪一处", "Say of which place."),
        )
    return export.model_copy(update={"region": there[0] or None})


def asked_for(
    work: Work, held: Resources, policy: Policy, asker: Principal, export: Export, words: str
) -> ExportRequest:
    """The request for an export of one place. Raises ProblemError: there is no such list, or there are too many rows."""
    _existing_list(work, export)
    rows = exports.count_of(work, export.selected())
    if rows > MOST_ROWS:
        raise wrong_parameter(
            "export.region",
            Bilingual(f"超过{MOST_ROWS:,}行", f"there are more than {MOST_ROWS:,} rows"),
            Bilingual("分乡镇导出", "Export one township at a time."),
        )
    return ask(
        work,
        held.door.keyring,
        policy,
        asker,
        what=as_text(export),
        rows=rows,
        region_code=export.region or "",
        words=words,
    )


def file_of(request: Request, export_id: str, asker: Principal, whole: Principal, held: Resources) -> Response:
    """The file of an approved request, once. Raises ProblemError: why not."""
    moment, keyring = now(), held.door.keyring
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        row = own_request(work, export_id, asker)
    if against := against_using(row, asker, row.what, 0, moment):
        raise _not_so(against)
    try:
        export = from_text(row.what)
    except ValueError:
        raise _not_so(Against.OTHER) from None
    if row.region_code not in _places(export, asker, whole):
        raise unknown_export()
    headers = {"Content-Disposition": f'attachment; filename="{export.what}-{day_of(moment)}-{row.id}.{export.format}"'}
    if request.scope.get(HEADERS_ONLY):
        # Looking uses nothing up.
        return Response(headers=headers, media_type=MEDIA_TYPES[export.format])
    names = names_at_hand(held.store, day_of(moment))
    # What these files say is Chinese.
    mark = watermark(unit_of(whole, row.region_code, names), whole.shown, moment, request.scope[IN_SCOPE]).zh
    content, rows = FILES.result((row.id, mark), lambda: _content(held, export, row, names, whole.shown, moment, mark))
    with held.door.database.writing(asker.jurisdiction, moment) as work:
        so(lambda: use(work, keyring, asker, export_id, what=row.what, rows=rows))
    return Response(content, headers=headers, media_type=MEDIA_TYPES[export.format])


def _content(
    held: Resources, export: Export, request: ExportRequest, names: Names, taken_by: str, moment: dt.datetime, mark: str
) -> tuple[bytes, int]:
    """The file, and how many rows it holds."""
    keyring = held.door.keyring
    with held.door.database.reading(Jurisdiction.of(request.region_code), moment) as work:
        order = lists.PLACE if isinstance(export, VisitsExport) else lists.NUMBER
        items = isinstance(export, ItemsExport | VisitsExport)
        rows = exports.rows_of(work, export.selected(), order if items else leads.PLACE, MOST_ROWS + 1)
        if isinstance(export, VisitsExport):
            to_visit = rows_to_visit(work, keyring, rows, names, export.list_id, request.id)
            sheet = sheet_of(to_visit, export.list_id, request.id, request.region_code, taken_by, moment, mark)
            return visits.workbook(sheet, keyring), len(rows)
        heads = masked_heads(work, keyring, [row.household_id for row in rows]) if export.names else {}
        table = table_of(export, rows, heads, names, day_of(moment))
    return written(table, export.format, mark, day_of(moment)), len(rows)


def so(change: Callable[[], ExportRequest]) -> ExportRequest:
    """What is done with a request; or why not, in words."""
    try:
        return change()
    except LookupError:
        raise unknown_export() from None
    except ExportError as error:
        raise _not_so(error.against) from None


def own_request(work: Work, export_id: str, asker: Principal) -> ExportRequest:
    """One's own. Raises ProblemError, 404."""
    row = exports.request_of(work, export_id)
    if row is None or row.asked_by != asker.actor:
        raise unknown_export()
    return row


def unit_of(whole: Principal, region: str, names: Names) -> Bilingual:
    """The office of whoever takes it along: the place by its name, and what they are there."""
    place = Places(names).short(region) if region else ALL_PLACES
    if whole.department:
        of = Bilingual(whole.department.zh, whole.department.en)
    elif whole.kind is Kind.CLIENT:
        of = Bilingual(Kind.CLIENT.zh, Kind.CLIENT.en)
    else:
        roles = sorted(whole.roles)
        of = Bilingual("、".join(role.zh for role in roles), ", ".join(role.en for role in roles))
    return Bilingual(f"{place.zh} {of.zh}"[:LONGEST_UNIT], f"{place.en}, {of.en}"[:LONGEST_UNIT])


def _places(export: Export, asker: Principal, whole: Principal) -> Jurisdiction:
    """Where the asker may both export and read what is exported."""
    if not whole.may(export.needs):
        raise NotAllowedError(export.needs)
    return asker.jurisdiction.shared_with(whole.narrowed_to(export.needs).jurisdiction)


def _existing_list(work: Work, export: Export) -> None:
    if not isinstance(export, ItemsExport | VisitsExport):
        return
    listed = lists.find(work, export.list_id)
    if listed is None:
        raise unknown_list()
    if isinstance(export, VisitsExport) and listed.state != ListState.ISSUED.value:
        raise ProblemError(
            409,
            "list-not-issued",
            Bilingual("名单还没有下发", "The list was not issued"),
            Bilingual("请先下发名单，再导出走访表", "Issue the list first, then take its workbook along."),
        )


def unknown_export() -> ProblemError:
    return ProblemError(
        404,
        "unknown-export",
        Bilingual("没有这个导出申请", "No such request for an export"),
        Bilingual(
            "您的辖区内没有该编号的、可由您办理的导出申请", "Within your places there is no such request that is yours."
        ),
    )


def _not_so(against: Against) -> ProblemError:
    return ProblemError(
        409,
        "export-not-open",
        Bilingual("导出不能这样办", "The export can't be had so"),
        Bilingual(against.zh, against.en),
    )
