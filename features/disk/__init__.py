"""The disk: what is written is whole or not there, one writes at a time, and a disk that fails is told in a sentence.

Where a command writes is asked before the work (`outputs`): the same disk, told in the same words.
"""

from features.disk.faults import EXIT_STATUS, DiskError, Fault, disk_errors, fault_at, fault_of, place_of
from features.disk.locks import locked
from features.disk.whole import remove_unfinished, write_once, write_whole, write_whole_folder

__all__ = [
    "EXIT_STATUS",
    "DiskError",
    "Fault",
    "disk_errors",
    "fault_at",
    "fault_of",
    "locked",
    "place_of",
    "remove_unfinished",
    "write_once",
    "write_whole",
    "write_whole_folder",
]
