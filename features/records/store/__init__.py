"""The record store: Delta tables in a folder, to which deliveries land whole or not at all and of which nothing is deleted."""

from features.records.store.creating import is_made_up
from features.records.store.integrity import StoreBusyError, StoreError
from features.records.store.record_store import RecordStore
from features.records.store.replay import Versions

__all__ = ["RecordStore", "StoreBusyError", "StoreError", "Versions", "is_made_up"]
