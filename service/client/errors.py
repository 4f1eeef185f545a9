"""Why there is no answer: each a sentence for people, with what a program decides by beside it."""

from __future__ import annotations

from features.errors import FanpinError
from service.problems import FieldProblem, Problem


class ClientError(FanpinError):
    """No answer that can be used. What was sent is never repeated: it may be a person's."""


class ApiProblemError(ClientError):
    """The service answered why not (RFC 9457).

    Attributes:
        problem: the whole of it.
        request_id: under which the service's log and audit know the request.
        retry_after: seconds after which it may be asked again; None where the service does not say.
    """

    def __init__(self, problem: Problem, request_id: str | None, retry_after: float | None) -> None:
        super().__init__(f"{problem.title} ({problem.status}): {problem.detail}")
        self.problem = problem
        self.request_id = request_id
        self.retry_after = retry_after

    @property
    def type(self) -> str:
        """The stable name of the kind: `urn:fanpin:problem:…`, or `about:blank` where something before the service answered."""
        return self.problem.type

    @property
    def status(self) -> int:
        """Of HTTP."""
        return self.problem.status

    @property
    def problems(self) -> list[FieldProblem]:
        """What is wrong with the request, each by its path."""
        return self.problem.problems


class UnreachableError(ClientError):
    """Nobody answered, however often it was tried. Whether what was asked was done is not known: the same call under the same `idempotency_key` finds out."""


class CutOffError(ClientError):
    """A stream ended before its end: what came of it is not all."""


class UnreadableAnswerError(ClientError):
    """An answer of another form than the API's: another service, or one that is older than this client."""
