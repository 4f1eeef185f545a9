"""The catalogue of features for programs: what `fanpin features` tells people."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from features.catalogue.document import document, summary
from features.catalogue.entry import entries, entry
from features.vocabulary import RiskType
from service.assess import day_to_stand_on
from service.catalogue import CatalogueAnswer, FeatureDocument
from service.principal import Permission, Principal
from service.resources import Ready, Store
from service.routes.admitting import allowed
from service.routes.asking import ARegion, AskedDay, empty_is_none
from service.routes.declaring import OF_KEYED_ROUTES, problems
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.rows import LONGEST_TEXT

UNKNOWN = problems(_404="No such feature or domain.")

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["features"]
)


ADomain = Annotated[str, Field(max_length=LONGEST_TEXT, examples=["illness"])]


class AskedCatalogue(BaseModel):
    """Which part of the catalogue."""

    model_config = ConfigDict(extra="forbid")

    domain: Annotated[
        ADomain | None,
        BeforeValidator(empty_is_none, json_schema_input_type=ADomain | Literal[""] | None),
        Field(description="Only one domain; all when left out."),
    ] = None
    risk_type: Annotated[
        RiskType | None,
        BeforeValidator(empty_is_none, json_schema_input_type=RiskType | Literal[""] | None),
        Field(description="Only features that speak for one official risk type."),
    ] = None


class AskedPlace(AskedDay):
    """The day and place for which policy values are told."""

    region: Annotated[
        ARegion | None,
        BeforeValidator(empty_is_none, json_schema_input_type=ARegion | Literal[""] | None),
        Field(description="First 2 to 12 digits of the village code; the values of all places when left out."),
    ] = None


@router.get(
    "/features", operation_id="list_features", summary="Everything that is known about a household", responses=UNKNOWN
)
def list_features(
    asked: Annotated[AskedCatalogue, Query()],
    asker: Annotated[Principal, Depends(allowed(Permission.READ_FEATURES))],  # noqa: ARG001 - that they may is all
) -> CatalogueAnswer:
    """The catalogue by domain. It is that of the installed version, whichever features the model reads."""
    told = entries(domain=asked.domain, risk_type=asked.risk_type)
    return CatalogueAnswer.model_validate({"features": [summary(one) for one in told]})


@router.get("/features/{name}", operation_id="read_feature", summary="One feature in full", responses=UNKNOWN)
def one_feature(
    name: Annotated[
        str, Path(max_length=LONGEST_TEXT, description="Name of a feature.", examples=["self_paid_to_income"])
    ],
    asked: Annotated[AskedPlace, Query()],
    asker: Annotated[Principal, Depends(allowed(Permission.READ_FEATURES))],  # noqa: ARG001 - that they may is all
    store: Store,
    instruments: Ready,
) -> FeatureDocument:
    """Meaning, sources, policy values in force on the day, definition, and an example on a made-up household."""
    one = entry(name)
    day = asked.as_of or day_to_stand_on(None, store, instruments)
    return FeatureDocument.model_validate(document(one, instruments.policy, day, asked.region))
