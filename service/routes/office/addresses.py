"""Every page of the offices, in the order in which their addresses are looked for."""

from __future__ import annotations

from service.routes.office import (
    excel,
    exports,
    family,
    family_names,
    family_papers,
    home,
    lead,
    lead_batches,
    lead_reports,
    leads,
    ledgers,
    list_assigning,
    list_changes,
    list_making,
    list_print,
    lists,
    notices,
    preferences,
    villages,
    visit,
)

PAGES = (
    preferences,
    home,
    # Before whatever takes a list's name from its address.
    excel,
    exports,
    lists,
    list_making,
    list_assigning,
    list_changes,
    list_print,
    family,
    family_papers,
    family_names,
    leads,
    lead_batches,
    lead_reports,
    notices,
    villages,
    ledgers,
    # After the addresses that it would take for a lead's.
    lead,
    visit,
)
