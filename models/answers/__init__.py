"""An answer about one household: given with everything that it was made from, and made again from that.

cli          `fanpin explain`, `fanpin replay`

replaying    made again, and held bit for bit against what was given
gathering    the model, the policy and the records of then, or which of them is gone

reading      a file that holds an answer
of_runs      the answers that a run holds
many_sent    many sent households at once
many         many stored households at once
assessing    a stored or a sent household, answered from one state of the store
fields       an answer as data, for JSON
made_from    what an answer was made from
documents    a household that was sent: its digest, its records
"""

from __future__ import annotations

from models.answers.assessing import Answer, answer_sent, answer_stored, keep_sources
from models.answers.documents import document_digest
from models.answers.fields import answer_of, assessment_fields, scored_answers
from models.answers.made_from import AnswerMadeFrom
from models.answers.many import MOST_HOUSEHOLDS, ManyAnswers, TooManyHouseholdsError, answer_many
from models.answers.many_sent import ManySentAnswers, answer_many_sent
from models.answers.of_runs import kept_answers

__all__ = [
    "MOST_HOUSEHOLDS",
    "Answer",
    "AnswerMadeFrom",
    "ManyAnswers",
    "ManySentAnswers",
    "TooManyHouseholdsError",
    "answer_many",
    "answer_many_sent",
    "answer_of",
    "answer_sent",
    "answer_stored",
    "assessment_fields",
    "document_digest",
    "keep_sources",
    "kept_answers",
    "scored_answers",
]
