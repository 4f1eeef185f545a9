"""The tables, by theme. All are known when this package is imported.

access      users, roles and sessions; programs and their keys
audit       what was done and read, line by line
exports     large exports, asked for and approved
identities  who is behind a household's code, sealed
leads       what is reported of a family, moved through the procedure
lists       households to visit, as they were issued
once        answers that are given again
outbox      what happened, and to whom it is sent
pace        how much is asked in a minute
runs        scores of a day
uploads     files that were sent to be taken in
"""

from __future__ import annotations

from service.store.tables.access import Attempts, Client, ClientKey, LoginLink, User, UserRole, UserSession
from service.store.tables.audit import AuditHead, AuditLine, AuditStart
from service.store.tables.exports import ExportRequest
from service.store.tables.identities import Identity, Unmasking
from service.store.tables.leads import FactState, Lead, LeadReport, LeadStep, RecordToLand, Visit
from service.store.tables.lists import ListItem, ListLeaver, ListState, RiskList
from service.store.tables.once import KeptAnswer
from service.store.tables.outbox import Delivery, Endpoint, EndpointSecret, Event
from service.store.tables.pace import RequestCount
from service.store.tables.runs import Assessment, AssessmentAnswer, RunState, ScoringRun, Unscored
from service.store.tables.uploads import Upload, UploadState
from service.store.types import Base

__all__ = [
    "Assessment",
    "AssessmentAnswer",
    "Attempts",
    "AuditHead",
    "AuditLine",
    "AuditStart",
    "Base",
    "Client",
    "ClientKey",
    "Delivery",
    "Endpoint",
    "EndpointSecret",
    "Event",
    "ExportRequest",
    "FactState",
    "Identity",
    "KeptAnswer",
    "Lead",
    "LeadReport",
    "LeadStep",
    "ListItem",
    "ListLeaver",
    "ListState",
    "LoginLink",
    "RecordToLand",
    "RequestCount",
    "RiskList",
    "RunState",
    "ScoringRun",
    "Unmasking",
    "Unscored",
    "Upload",
    "UploadState",
    "User",
    "UserRole",
    "UserSession",
    "Visit",
]
