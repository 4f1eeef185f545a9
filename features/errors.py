"""Errors whose message is written for the person at the keyboard: shown without a traceback."""

from __future__ import annotations


class FanpinError(Exception):
    """Says what happened, to which file, row or setting, and what to do.

    Attributes:
        exit_status: of a command that ends so.
    """

    exit_status = 2
