"""The departments that deliver, as the alias table of intake names them."""

from __future__ import annotations

from features.vocabulary import Labelled


class DeliveringDepartment(Labelled):
    """A department whose files are known. `zh` is the official word in which the records name it."""

    AGRICULTURE = "agriculture", "农业农村", "agriculture and rural affairs"
    TOWNSHIP = "township", "乡镇", "townships"
    MEDICAL_INSURANCE = "medical_insurance", "医保", "medical insurance"
    HEALTH = "health", "卫健", "health"
    DISABLED_FEDERATION = "disabled_federation", "残联", "disabled persons' federation"
    HUMAN_RESOURCES = "human_resources", "人社", "human resources"
    POLICE = "police", "公安", "police"
    EMERGENCY = "emergency", "应急", "emergency"
    EDUCATION = "education", "教育", "education"
    HOUSING = "housing", "住建", "housing"
    WATER = "water", "水利", "water"
    RELOCATION = "relocation", "发改", "relocation"
    CIVIL_AFFAIRS = "civil_affairs", "民政", "civil affairs"
