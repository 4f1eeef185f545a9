"""The official procedure as one table: every move of a lead, from where to where, who may make it, what is said with it, what must hold.

Nothing else decides what may happen to a lead. `docs/procedure.md` is made from it. States and words are those of the official work
(线索、入户核查、数据比对、村级评议、公示、乡镇审核、县级审定、纳入监测、帮扶、风险消除).
"""

from __future__ import annotations

from collections.abc import Mapping

from service.procedure import conditions as must
from service.procedure import fields as about
from service.procedure.actors import Office
from service.procedure.move import Ask, Decided, Move
from service.procedure.states import LeadState
from service.procedure.verdicts import AgainstReason, Comparison, Decision, Objections, ReviewResult, Verdict

VILLAGE, TOWNSHIP, COUNTY, LIAISON = Office.VILLAGE, Office.TOWNSHIP, Office.COUNTY, Office.LIAISON
A_NOTE, A_NOTE_OR_NONE = Ask(about.NOTE), Ask(about.NOTE, optional=True)


MOVES: tuple[Move, ...] = (
    Move(
        "dispatch", "派发", "dispatch",
        start=(LeadState.RECEIVED, LeadState.DISPATCHED), to=LeadState.DISPATCHED,
        offices=(COUNTY, TOWNSHIP),
        asks=(Ask(about.PLACE), A_NOTE_OR_NONE),
        conditions=(must.place_of_the_household,),
    ),
    Move(
        "visit", "入户核查", "visit the household",
        start=(LeadState.DISPATCHED, LeadState.TO_BE_CLARIFIED),
        to=Decided("verdict", {
            Verdict.CONFIRMED: LeadState.CONFIRMED,
            Verdict.UNFOUNDED: LeadState.UNFOUNDED,
            Verdict.TO_BE_CLARIFIED: LeadState.TO_BE_CLARIFIED,
            Verdict.NOBODY_HOME: None,
            Verdict.MOVED_AWAY: LeadState.CLOSED,
        }),
        offices=(VILLAGE, TOWNSHIP),
        asks=(
            Ask(about.VISITED_ON),
            Ask(about.VERDICT),
            Ask(about.RISK_TYPES, when=("verdict", (Verdict.CONFIRMED,))),
            Ask(about.UNFOUNDED_REASON, when=("verdict", (Verdict.UNFOUNDED,))),
            Ask(about.NOTE, when=("verdict", (Verdict.TO_BE_CLARIFIED, Verdict.MOVED_AWAY)), optional=True),
        ),
        conditions=(must.visit_in_its_time, must.other_is_explained),
    ),
    Move(
        "compare", "数据比对", "compare with departments' data",
        start=(LeadState.CONFIRMED,),
        to=Decided("comparison", {
            Comparison.CONSISTENT: LeadState.COMPARED,
            Comparison.CONTRADICTED: LeadState.TO_BE_CLARIFIED,
        }),
        offices=(COUNTY, LIAISON),
        asks=(Ask(about.COMPARISON), Ask(about.NOTE, when=("comparison", (Comparison.CONTRADICTED,)), optional=True)),
    ),
    Move(
        "review", "村级评议", "hold the village review",
        start=(LeadState.COMPARED,),
        to=Decided("review_result", {
            ReviewResult.PASSED: LeadState.VILLAGE_REVIEW,
            ReviewResult.NOT_PASSED: LeadState.NOT_REGISTERED,
        }),
        offices=(VILLAGE, TOWNSHIP),
        asks=(
            Ask(about.MET_ON),
            Ask(about.PARTICIPANTS),
            Ask(about.REVIEW_RESULT),
            Ask(about.AGAINST_REASON, when=("review_result", (ReviewResult.NOT_PASSED,))),
            Ask(about.NOTE, when=("against_reason", (AgainstReason.OTHER,)), optional=True),
        ),
        conditions=(must.meeting_in_its_time, must.enough_participants),
    ),
    Move(
        "post_notice", "公示", "hang out the public notice",
        start=(LeadState.VILLAGE_REVIEW,), to=LeadState.PUBLIC_NOTICE,
        offices=(VILLAGE, TOWNSHIP),
        asks=(Ask(about.FIRST_DAY), Ask(about.NOTICE_DAYS), A_NOTE_OR_NONE),
        conditions=(must.notice_after_the_meeting, must.notice_long_enough),
    ),
    Move(
        "check", "乡镇审核", "check at the township",
        start=(LeadState.PUBLIC_NOTICE,), to=LeadState.TOWNSHIP_CHECK,
        offices=(TOWNSHIP,),
        asks=(Ask(about.OBJECTIONS), Ask(about.NOTE, when=("objections", (Objections.SETTLED,)), optional=True)),
        conditions=(
            must.notice_has_hung,
            must.by_somebody_else_than("村级评议或公示", "the village review or the notice", "review", "post_notice"),
        ),
    ),
    Move(
        "decide", "县级审定", "decide at the county",
        start=(LeadState.TOWNSHIP_CHECK,),
        to=Decided("decision", {
            Decision.APPROVED: LeadState.COUNTY_DECISION,
            Decision.NOT_APPROVED: LeadState.NOT_REGISTERED,
        }),
        offices=(COUNTY,),
        asks=(
            Ask(about.DECISION),
            Ask(about.CATEGORY, when=("decision", (Decision.APPROVED,))),
            Ask(about.RISK_TYPES, when=("decision", (Decision.APPROVED,))),
            Ask(about.AGAINST_REASON, when=("decision", (Decision.NOT_APPROVED,))),
            Ask(about.NOTE, when=("against_reason", (AgainstReason.OTHER,)), optional=True),
        ),
        conditions=(
            must.by_somebody_else_than("乡镇审核", "the township check", "check"),
            must.other_is_explained,
        ),
    ),
    Move(
        "register", "纳入监测", "register as monitored",
        start=(LeadState.COUNTY_DECISION,), to=LeadState.REGISTERED,
        offices=(COUNTY,),
        asks=(A_NOTE_OR_NONE,),
    ),
    Move(
        "support", "落实帮扶", "support",
        start=(LeadState.REGISTERED, LeadState.SUPPORTED, LeadState.ROLLED_BACK), to=LeadState.SUPPORTED,
        offices=(TOWNSHIP, COUNTY, LIAISON),
        asks=(Ask(about.MEASURES), A_NOTE_OR_NONE),
    ),
    Move(
        "propose_removal", "提出风险消除", "propose the removal of the risk",
        start=(LeadState.REGISTERED, LeadState.SUPPORTED, LeadState.ROLLED_BACK), to=LeadState.REMOVAL_PROPOSED,
        offices=(VILLAGE, TOWNSHIP),
        asks=(
            Ask(about.REMOVAL_MODE),
            Ask(about.HELD_SINCE),
            Ask(about.GUARANTEES_HOLD),
            Ask(about.HAS_LABOUR),
            A_NOTE_OR_NONE,
        ),
        conditions=(
            must.income_day_has_come,
            must.guarantees_do_hold,
            must.somebody_can_work,
            must.support_was_given,
        ),
    ),
    Move(
        "remove", "认定风险消除", "find the risk removed",
        start=(LeadState.REMOVAL_PROPOSED,), to=LeadState.REMOVED,
        offices=(COUNTY,),
        asks=(A_NOTE_OR_NONE,),
        conditions=(
            must.monitored_long_enough,
            must.income_held_long_enough,
            must.by_somebody_else_than("风险消除的提出", "the proposal", "propose_removal"),
        ),
    ),
    Move(
        "keep_supporting", "不予消除，继续帮扶", "refuse the removal and go on supporting",
        start=(LeadState.REMOVAL_PROPOSED,), to=LeadState.SUPPORTED,
        offices=(COUNTY, TOWNSHIP),
        asks=(Ask(about.MEASURES), A_NOTE),
    ),
    Move(
        "roll_back", "风险消除回退", "roll the removal back",
        start=(LeadState.REMOVED,), to=LeadState.ROLLED_BACK,
        offices=(COUNTY,),
        asks=(Ask(about.RISK_TYPES), A_NOTE),
        conditions=(must.other_is_explained,),
    ),
    Move(
        "send_back", "退回补充核实", "send back to be clarified",
        start=(LeadState.CONFIRMED, LeadState.COMPARED, LeadState.VILLAGE_REVIEW, LeadState.PUBLIC_NOTICE),
        to=LeadState.TO_BE_CLARIFIED,
        offices=(TOWNSHIP, COUNTY),
        asks=(Ask(about.SENT_BACK_REASON), A_NOTE),
    ),
    Move(
        "send_back_by_county", "县级退回补充核实", "send back to be clarified, past the township check",
        start=(LeadState.TOWNSHIP_CHECK, LeadState.COUNTY_DECISION), to=LeadState.TO_BE_CLARIFIED,
        offices=(COUNTY,),
        asks=(Ask(about.SENT_BACK_REASON), A_NOTE),
    ),
    Move(
        "watch", "持续关注", "keep under watch",
        start=(LeadState.UNFOUNDED, LeadState.NOT_REGISTERED), to=LeadState.WATCH,
        offices=(VILLAGE, TOWNSHIP, COUNTY),
        asks=(Ask(about.WATCH_UNTIL), A_NOTE),
        conditions=(must.watch_ends_in_time,),
    ),
    Move(
        "end_watch", "结束关注", "end the watch",
        start=(LeadState.WATCH,), to=LeadState.CLOSED,
        offices=(TOWNSHIP, COUNTY),
        asks=(A_NOTE,),
        conditions=(must.watch_is_over,),
    ),
    Move(
        "reopen", "重新启动", "take up again",
        start=(LeadState.UNFOUNDED, LeadState.NOT_REGISTERED, LeadState.WATCH), to=LeadState.RECEIVED,
        offices=(VILLAGE, TOWNSHIP, COUNTY),
        asks=(Ask(about.REOPEN_REASON), A_NOTE),
    ),
    Move(
        "close", "办结", "close",
        start=(LeadState.RECEIVED, LeadState.DISPATCHED, LeadState.TO_BE_CLARIFIED, LeadState.WATCH),
        to=LeadState.CLOSED,
        offices=(TOWNSHIP, COUNTY),
        asks=(Ask(about.CLOSE_REASON), A_NOTE),
        conditions=(must.no_risk_was_confirmed,),
    ),
    Move(
        "close_by_county", "县级办结", "close, once a risk was confirmed",
        start=(
            LeadState.TO_BE_CLARIFIED, LeadState.CONFIRMED, LeadState.COMPARED, LeadState.VILLAGE_REVIEW,
            LeadState.PUBLIC_NOTICE, LeadState.TOWNSHIP_CHECK, LeadState.COUNTY_DECISION,
            LeadState.REGISTERED, LeadState.SUPPORTED, LeadState.REMOVAL_PROPOSED, LeadState.ROLLED_BACK,
        ),
        to=LeadState.CLOSED,
        offices=(COUNTY,),
        asks=(Ask(about.CLOSE_REASON), A_NOTE),
        conditions=(must.nobody_leaves_monitoring_so,),
    ),
)  # fmt: skip
"""The table."""

BY_NAME = {move.name: move for move in MOVES}
FIELDS = {ask.field.name: ask.field for move in MOVES for ask in move.asks}
POLICY_READ = tuple(dict.fromkeys(name for move in MOVES for rule in move.conditions for name in rule.policy))

DUE: Mapping[LeadState, tuple[str, Office]] = {
    LeadState.RECEIVED: ("dispatch", COUNTY),
    LeadState.DISPATCHED: ("visit", VILLAGE),
    LeadState.TO_BE_CLARIFIED: ("visit", VILLAGE),
    LeadState.CONFIRMED: ("compare", COUNTY),
    LeadState.COMPARED: ("review", VILLAGE),
    LeadState.VILLAGE_REVIEW: ("post_notice", VILLAGE),
    LeadState.PUBLIC_NOTICE: ("check", TOWNSHIP),
    LeadState.TOWNSHIP_CHECK: ("decide", COUNTY),
    LeadState.COUNTY_DECISION: ("register", COUNTY),
    LeadState.REGISTERED: ("support", TOWNSHIP),
    LeadState.ROLLED_BACK: ("support", TOWNSHIP),
    LeadState.REMOVAL_PROPOSED: ("remove", COUNTY),
    LeadState.WATCH: ("end_watch", TOWNSHIP),
}
"""What is to be done next in a state, and whose turn it is: who is late. Supported households wait for nobody in particular."""
