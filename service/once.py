"""The same request once: who sends it again under the same key, since the answer was lost on its way, gets the first answer.

What a request does and the answer to it are one transaction, so that either both are there or neither; of the same request sent many
times at once one does the work and the others wait for its answer. The header is that of the IETF draft
`draft-ietf-httpapi-idempotency-key-header`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from features.bilingual import Bilingual
from features.texts.unrepeated import read_json
from service.keyring import Keyring
from service.principal import Principal
from service.problems import ProblemError
from service.store import Database, Work
from service.store.repositories import once as kept_answers
from service.store.sealed import KEPT_ANSWER
from service.store.tables.once import LONGEST_KEY

HEADER = "Idempotency-Key"
GIVEN_AGAIN = "Idempotency-Replayed"
KEPT_FOR = dt.timedelta(days=1)
KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}")


@dataclass(frozen=True)
class Reply:
    """An answer as it is sent: JSON, or nothing."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def once(
    database: Database,
    keyring: Keyring,
    by: Principal,
    key: str | None,
    request: str,
    now: dt.datetime,
    do: Callable[[Work], Reply],
) -> Reply:
    """Do what is asked, or give the answer that was given.

    Args:
        key: the header's text; None where none was sent, and then it is done whatever was done before.
        request: digest of method, address and body.
        do: within one transaction in the asker's jurisdiction; what it raises undoes it, and is not kept.

    Raises:
        ProblemError: 422, the key is none; 409, it was used for another request.
    """
    if key is not None and not KEY.fullmatch(key):
        raise _no_key()
    with database.writing(by.jurisdiction, now) as work:
        if key is None:
            return do(work)
        place = KEPT_ANSWER.place.format(by.actor, key)
        before = kept_answers.hold(work, by.actor, key)
        if before is not None and before.kept_at > now - KEPT_FOR:
            if before.request != request:
                raise _used_for_another()
            return _again(keyring.open(before.answer, purpose=KEPT_ANSWER.purpose, bound_to=place))
        if before is not None:
            work.session.delete(before)
            work.session.flush()
        reply = do(work)
        sealed = keyring.seal(_as_text(reply).encode(), purpose=KEPT_ANSWER.purpose, bound_to=place)
        kept_answers.keep(work, asker=by.actor, key=key, request=request, status=reply.status, answer=sealed)
        return reply


def answered(
    database: Database, keyring: Keyring, by: Principal, key: str | None, request: str, now: dt.datetime
) -> Reply | None:
    """The answer that was given to this request; None where there is none yet.

    Raises:
        ProblemError: as `once`.
    """
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise _no_key()
    with database.reading(by.jurisdiction, now) as work:
        before = kept_answers.find(work, by.actor, key)
        if before is None or before.kept_at <= now - KEPT_FOR:
            return None
        if before.request != request:
            raise _used_for_another()
        place = KEPT_ANSWER.place.format(by.actor, key)
        return _again(keyring.open(before.answer, purpose=KEPT_ANSWER.purpose, bound_to=place))


def _as_text(reply: Reply) -> str:
    return json.dumps({"status": reply.status, "body": reply.body, "headers": dict(reply.headers)}, ensure_ascii=False)


def _again(text: bytes) -> Reply:
    kept = read_json(text.decode())
    return Reply(kept["status"], kept["body"], {**kept["headers"], GIVEN_AGAIN: "true"})


def _no_key() -> ProblemError:
    return ProblemError(
        422,
        "no-idempotency-key",
        Bilingual(f"{HEADER} 不能用", f"{HEADER} can't be used"),
        Bilingual(
            f"请求头 {HEADER} 写1至{LONGEST_KEY}个可见的ASCII字符，每个新请求用新的（如 UUID）",
            f"Send 1 to {LONGEST_KEY} visible ASCII signs in {HEADER}, new ones for each new request (a UUID).",
        ),
    )


def _used_for_another() -> ProblemError:
    return ProblemError(
        409,
        "idempotency-key-used",
        Bilingual(f"{HEADER} 已用于另一个请求", f"{HEADER} was used for another request"),
        Bilingual(
            "没有执行任何操作：新的请求请用新的键；要重发原请求，内容须与原来完全相同",
            "Nothing was done. Use a new key for a new request; to send the first one again, send exactly the same.",
        ),
    )
