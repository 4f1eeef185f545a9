"""The API for programs in Python: typed, patient, each operation a method.

    from service.client import Client

    with Client("http://127.0.0.1:8000", key) as fanpin:
        answer = fanpin.assess_household("99010100400200000017", as_of="2024-06-30")
        answer.content.probability, answer.score_id, answer.request_id
        for lead in fanpin.list_leads(overdue=True):
            ...

`client` is the door; `operations` are written from the API's routes; `asking` sends and tries again (`patience`), `memory` holds what was read (`ETag`), `pages` and `lines` are what is read
bit by bit, `errors` why there is no answer. It imports the forms of answers when they are needed, and nothing of the service behind them.
"""

from service.client.answer import Answer
from service.client.client import Client
from service.client.errors import (
    ApiProblemError,
    ClientError,
    CutOffError,
    UnreachableError,
    UnreadableAnswerError,
)
from service.client.pages import Pages
from service.client.patience import Patience

__all__ = [
    "Answer",
    "ApiProblemError",
    "Client",
    "ClientError",
    "CutOffError",
    "Pages",
    "Patience",
    "UnreachableError",
    "UnreadableAnswerError",
]
