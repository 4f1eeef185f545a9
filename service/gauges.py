"""The present state of the service, as it is measured when Prometheus asks: from the database, which all workers share.

Nothing is counted by place or by person: what would tell of a few families stands in no metric.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from features.errors import FanpinError
from service.jurisdiction import EVERYWHERE
from service.resources import Resources
from service.store import Work
from service.store.repositories import records, runs, webhooks
from service.store.repositories.audit import head_of
from service.store.tables.outbox import DeliveryState


def present(held: Resources, now: dt.datetime) -> list[Metric]:
    """What stands now.

    Raises:
        DatabaseError: the database can't be asked; then nothing is told, rather than zeros.
    """
    with held.door.database.reading(EVERYWHERE, now) as work:
        return [*_of_the_service(held), *_of_the_database(work)]


def _of_the_service(held: Resources) -> Iterator[Metric]:
    yield _gauge("fanpin_ready", "1 where questions can be answered.", 0 if held.missing() else 1)
    yield _gauge(
        "fanpin_degraded", "1 where something stands in for what should be there.", 1 if held.is_degraded else 0
    )
    standing = held.champion.standing
    model = GaugeMetricFamily("fanpin_model", "The model that answers.", labels=["name", "version", "source"])
    if standing is not None:
        used = standing.instruments.model
        model.add_metric([used.name, used.version, standing.source.value], 1)
        newest = _newest_delivery(held)
        if newest is not None:
            yield _gauge("fanpin_newest_delivery_timestamp_seconds", "The day of the newest delivery.", newest)
    yield model


def _newest_delivery(held: Resources) -> float | None:
    try:
        last = held.store().last_delivery_day()
    except (FanpinError, OSError):
        return None
    return None if last is None else _seconds(last)


def _of_the_database(work: Work) -> Iterator[Metric]:
    newest = runs.newest_day(work)
    if newest is not None:
        yield _gauge("fanpin_newest_run_timestamp_seconds", "The day that was scored last.", _seconds(newest))
    waiting, refused = records.counts(work)
    facts = GaugeMetricFamily("fanpin_facts", "Single facts on their way into the records.", labels=["state"])
    facts.add_metric(["waiting"], waiting)
    facts.add_metric(["refused"], refused)
    yield facts
    deliveries = GaugeMetricFamily("fanpin_webhook_deliveries", "Events by what came of them.", labels=["state"])
    counted = webhooks.counted_everywhere(work)
    for state in DeliveryState:
        deliveries.add_metric([state.value], counted.get(state, 0))
    yield deliveries
    head = head_of(work)
    yield _gauge("fanpin_audit_lines", "The number of the audit's last line.", 0 if head is None else head.number)


def _gauge(name: str, words: str, value: float) -> Metric:
    gauge = GaugeMetricFamily(name, words)
    gauge.add_metric([], value)
    return gauge


def _seconds(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(), dt.UTC).timestamp()
