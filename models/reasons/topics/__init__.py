"""What there is to say of a household: topics in the words of the work, one file for each field of it.

declaring   what a topic and a phrase are
conditions  what must hold for a phrase to be true and worth saying
template    one sentence in two languages with places for facts
forms       how a fact is said
relatives   a member as the household calls them
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from models.reasons.topics.declaring import DECLARED, Phrase, Topic, TopicDeclarationError, Topics

__all__ = ["Phrase", "Topic", "TopicDeclarationError", "Topics", "topics"]


@cache
def topics() -> Topics:
    """Every topic, importing the files the first time.

    Raises:
        TopicDeclarationError: on import, naming what does not fit together.
    """
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return DECLARED
