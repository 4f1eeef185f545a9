"""Who moves leads: a person, in one of the four offices that may."""

from __future__ import annotations

from dataclasses import dataclass

from features.vocabulary import Labelled


class Office(Labelled):
    """The roles of the service that may move a lead; the others look, run the machine or watch it, and move nothing."""

    VILLAGE = "village", "村", "the village"
    TOWNSHIP = "township", "乡镇", "the township"
    COUNTY = "county_officer", "县", "the county office"
    LIAISON = "department_liaison", "部门联络员", "a department's liaison"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who moves leads.

    Attributes:
        id: by which the service knows the person for good: separation of duties compares it.
        offices: in which the person acts. For which places is not asked here: a lead outside them is not to be had.
    """

    id: str
    offices: frozenset[Office]
