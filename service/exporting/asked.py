"""What may be exported, with its filters: as it is sent, and as one text that is approved and asked for again."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from features.vocabulary import HouseholdType, RiskType
from models.bands import RiskBand
from models.lists import Slot
from service.jurisdiction import LONGEST_REGION
from service.principal import Permission
from service.procedure.states import LeadState
from service.rows import Day
from service.store.repositories import leads, lists, runs
from service.vault.answers import Why

SENT = ConfigDict(extra="forbid", strict=True, frozen=True)


class ExportForm(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


class _Export(BaseModel):
    model_config = SENT

    region: Annotated[
        str | None,
        Field(
            pattern=rf"^[0-9]{{2,{LONGEST_REGION}}}$",
            description="First digits of the village code; the asker's own place when left out.",
            examples=["990101004"],
        ),
    ] = None


class _InForms(_Export):
    format: Annotated[ExportForm, Field(strict=False, description="`xlsx` for people, `csv` for programs.")] = (
        ExportForm.XLSX
    )
    names: Annotated[bool, Field(description="Whether the masked name of the head stands beside each household.")] = (
        False
    )


class ItemsExport(_InForms):
    """Items of a list."""

    what: Literal["list_items"]
    list_id: Annotated[str, Field(pattern=r"^list_[0-9a-z]{26}$")]
    band: Annotated[RiskBand | None, Field(strict=False)] = None
    risk_type: Annotated[RiskType | None, Field(strict=False, description="The main one.")] = None
    household_type: Annotated[HouseholdType | None, Field(strict=False)] = None
    slot: Annotated[Slot | None, Field(strict=False, description="Why they are listed.")] = None
    is_new: Annotated[
        bool | None,
        Field(
            description="Whether the list that was issued before did not name them; nobody, either way, where none was issued."
        ),
    ] = None

    @property
    def needs(self) -> Permission:
        return Permission.READ_LISTS

    def selected(self) -> Any:
        """Its rows, to be read within `region`, in their order."""
        wanted = runs.Wanted(
            region=self.region, band=self.band, risk_type=self.risk_type, household_type=self.household_type
        )
        return lists.items(self.list_id, wanted, slot=self.slot, is_new=self.is_new)


class VisitsExport(_Export):
    """Households of an issued list as a workbook that an office fills in and hands in again."""

    what: Literal["visit_workbook"]
    list_id: Annotated[str, Field(pattern=r"^list_[0-9a-z]{26}$")]

    @property
    def format(self) -> ExportForm:
        """Nothing else comes back whole."""
        return ExportForm.XLSX

    @property
    def needs(self) -> Permission:
        return Permission.READ_LISTS

    def selected(self) -> Any:
        """Its rows, to be read within `region`."""
        return lists.items(self.list_id, runs.Wanted(region=self.region))


class LeadsExport(_InForms):
    """The board of leads."""

    what: Literal["leads"]
    state: Annotated[LeadState | None, Field(strict=False)] = None
    open: Annotated[bool | None, Field(description="Whether somebody still has to do something.")] = None
    due_before: Annotated[
        Day | None, Field(description="Only those whose day is before this one: with today's, those that are overdue.")
    ] = None

    @property
    def needs(self) -> Permission:
        return Permission.READ_LEADS

    def selected(self) -> Any:
        """Its rows, to be read within `region`."""
        return leads.board(state=self.state, region=self.region, is_open=self.open, due_before=self.due_before)


Export = ItemsExport | VisitsExport | LeadsExport
AnExport: TypeAdapter[Export] = TypeAdapter(Annotated[Export, Field(discriminator="what")])


class ExportAsked(BaseModel):
    """An export that is wanted, and why."""

    model_config = SENT

    export: Annotated[Export, Field(discriminator="what")]
    words: Why


def as_text(export: Export) -> str:
    """`list_items?list_id=…&region=…`: the same export has the same text, which holds nothing that somebody typed freely."""
    said = export.model_dump(mode="json", exclude_defaults=True, exclude={"what"})
    return f"{export.what}?{urlencode(sorted((name, _word(value)) for name, value in said.items()))}"


def from_text(text: str) -> Export:
    """The export of a text.

    Raises:
        ValueError: it was another version's.
    """
    what, _, said = text.partition("?")
    return AnExport.validate_strings({"what": what, **dict(parse_qsl(said))})


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
