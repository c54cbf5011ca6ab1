"""Writes of the grid slice: one function is one thing a worker can be said to have done."""

from shuangluan.grid.queries import Body
from shuangluan.grid.services.appointments import appoint_leader, appoint_to_grid, cover
from shuangluan.grid.services.bulk import dispatch_each, remind_each
from shuangluan.grid.services.bulk_registration import register_many, remove_many
from shuangluan.grid.services.clocks import recompute_promises
from shuangluan.grid.services.correction import correct_appeal, edit_appeal
from shuangluan.grid.services.handing import hand_over
from shuangluan.grid.services.intake import (
    accept_appeal,
    add_reporter,
    answer_at_once,
    comment_appeal,
    locate_appeal,
    reclassify_appeal,
    reject_appeal,
    restore_appeal,
    reveal_reporter,
    tell_reporters,
    void_appeal,
    withdraw_appeal,
)
from shuangluan.grid.services.legs import (
    answer_return,
    ask_assistance,
    ask_return,
    assign_appeal,
    delegate_appeal,
    dispatch_appeal,
    escalate_appeal,
    finish_assistance,
    office,
    remind,
    respond,
    sign_leg,
    waive_assistance,
    whistle,
)
from shuangluan.grid.services.merging import merge_appeals, unmerge_appeal
from shuangluan.grid.services.pauses import (
    answer_extension,
    answer_suspension,
    ask_extension,
    ask_suspension,
    resume,
)
from shuangluan.grid.services.registration import (
    AppealFacts,
    ReporterFacts,
    register_appeal,
    title_of,
)
from shuangluan.grid.services.verification import (
    check_result,
    close_appeal,
    contact_reporter,
    reopen_appeal,
    review_shelved,
    rework,
)

__all__ = [
    "AppealFacts",
    "Body",
    "ReporterFacts",
    "accept_appeal",
    "add_reporter",
    "answer_at_once",
    "answer_extension",
    "answer_return",
    "answer_suspension",
    "appoint_leader",
    "appoint_to_grid",
    "ask_assistance",
    "ask_extension",
    "ask_return",
    "ask_suspension",
    "assign_appeal",
    "check_result",
    "close_appeal",
    "comment_appeal",
    "contact_reporter",
    "correct_appeal",
    "cover",
    "delegate_appeal",
    "dispatch_appeal",
    "dispatch_each",
    "edit_appeal",
    "escalate_appeal",
    "finish_assistance",
    "hand_over",
    "locate_appeal",
    "merge_appeals",
    "office",
    "reclassify_appeal",
    "recompute_promises",
    "register_appeal",
    "register_many",
    "reject_appeal",
    "remind",
    "remind_each",
    "remove_many",
    "reopen_appeal",
    "respond",
    "restore_appeal",
    "resume",
    "reveal_reporter",
    "review_shelved",
    "rework",
    "sign_leg",
    "tell_reporters",
    "title_of",
    "unmerge_appeal",
    "void_appeal",
    "waive_assistance",
    "whistle",
    "withdraw_appeal",
]
