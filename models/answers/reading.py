"""A file that holds an answer: what the API gave, or what `fanpin explain --out` wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.errors import FanpinError
from features.texts.unrepeated import read_json
from models.answers.documents import document_digest
from models.answers.made_from import FORMAT, AnswerMadeFrom
from models.runs import MadeFrom

MADE_FROM, LISTED, HOUSEHOLD = "made_from", "households", "household_id"
BESIDE = ("township", "village")
"""Names of places, which the API tells beside an answer: they are no part of it."""

PROBLEM = "urn:fanpin:problem:"


class AnswerError(FanpinError, ValueError):
    """An answer that can't be made again; the message says why and what to do."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it was given.

    Attributes:
        fields: what it says, as JSON gives it, without what it was made from.
    """

    fields: dict[str, Any]
    made_from: AnswerMadeFrom

    @property
    def household_id(self) -> str:
        return str(self.fields[HOUSEHOLD])


def read_answer(path: Path) -> KeptAnswer:
    """The answer of a file.

    Raises:
        AnswerError: there is none in it, or it can't be made again.
        RepeatedNameError: a name stands twice in it.
    """
    read = _json(path)
    if not isinstance(read, dict):
        raise _no_answer(path)
    if LISTED in read:
        raise _list(path, read)
    if str(read.get("type", "")).startswith(PROBLEM):
        raise AnswerError(
            f"{path} 是一次没有给出得分的答复，没有可以重算的结果 | {path} holds a refusal: nothing was scored, so that there is nothing to make again."
        )
    if not isinstance(read.get(HOUSEHOLD), str) or "probability" not in read:
        raise _no_answer(path)
    kept = read.get(MADE_FROM)
    if kept is None:
        raise AnswerError(
            f"{path} 没有写明出自哪个模型和哪版记录（较早版本的 fanpin 给出，或该部分已被删去），不能逐位核对 | {path} does not name what it was made from: an "
            "earlier fanpin gave it, or `made_from` was taken out. It can't be made again."
        )
    return KeptAnswer(
        {name: value for name, value in read.items() if name not in (MADE_FROM, *BESIDE)}, _made_from(path, kept)
    )


def read_document(path: Path, answer: KeptAnswer) -> dict[str, Any]:
    """The document of a file, if it is the one that was answered.

    Raises:
        AnswerError: it is another one, or none.
        RepeatedNameError: a name stands twice in it.
    """
    read = _json(path)
    if document_digest(read) != answer.made_from.document:
        raise AnswerError(
            f"{path} 不是当时发送的那份文书：请给出当时发送的原文（各项的先后和空格不限，其余一字不差） | {path} is not the document that was answered. "
            "Give the one that was sent: the order of names and blanks do not matter, everything else does."
        )
    return dict(read)


def _json(path: Path) -> Any:
    try:
        return read_json(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise AnswerError(
            f"{path} 读不出（{error.strerror}）：检查路径和权限 | {path} can't be read ({error.strerror}). Check the path and its permissions."
        ) from error
    except FanpinError:
        raise
    except (ValueError, RecursionError) as error:
        raise AnswerError(
            f"{path} 不是完整的 JSON 文件：请给出接口返回的原文，或 `fanpin explain --out` 写的文件 | {path} holds no whole JSON. Give what the API sent, or "
            "what `fanpin explain --out` wrote."
        ) from error


def _made_from(path: Path, kept: Any) -> AnswerMadeFrom:
    number = kept.get("format") if isinstance(kept, dict) else None
    if isinstance(number, int) and number > FORMAT:
        raise AnswerError(
            f"{path} 由更新版本的 fanpin 给出（格式 {number}，本版认识到 {FORMAT}）：用那个版本核对 | {path} was given by a later fanpin (format {number}, this one "
            f"knows {FORMAT}). Check it with that version."
        )
    try:
        return AnswerMadeFrom.from_dict(kept)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AnswerError(
            f"{path} 中写明出处的部分（{MADE_FROM}）已损坏：请给出原文 | what {path} says it was made from (`{MADE_FROM}`) is damaged. Give the file as it was "
            "received."
        ) from error


def _list(path: Path, read: dict[str, Any]) -> AnswerError:
    try:
        run = MadeFrom.from_dict(read[MADE_FROM]).id
    except (KeyError, TypeError, ValueError, AttributeError):
        run = "RUN"
    return AnswerError(
        f"{path} 是一份名单，不是一户的结果：`fanpin score` 由同样的模型、政策和记录保存的那次评分，用 `fanpin replay {run}` 核对；其中一户用 `fanpin replay {run}/户编号` | "
        f"{path} holds a list, not the answer about one household. The run that `fanpin score` keeps of the same model, policy and records is checked with "
        f"`fanpin replay {run}`, one household of it with `fanpin replay {run}/HOUSEHOLD`."
    )


def _no_answer(path: Path) -> AnswerError:
    return AnswerError(
        f"{path} 不是一户的评估结果：请给出接口返回的原文，或 `fanpin explain --out` 写的文件 | {path} holds no answer about a household. Give what the API sent, "
        "or what `fanpin explain --out` wrote."
    )
