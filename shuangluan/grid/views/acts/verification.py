"""核查、回访、办结、退回再办、重办、挂账复核 (GR-11 12–14, GR-30, GR-32, GR-33)."""

from typing import Any

from shuangluan.grid import services
from shuangluan.grid.forms.verification import YES, CheckForm, ContactForm, ReopenForm, ReviewForm, ReworkForm
from shuangluan.grid.rules import Action, CheckWay
from shuangluan.grid.views.acts import words
from shuangluan.grid.views.acts.act import Act


def _after_contact(form: Any) -> Action | None:
    """What is not solved, or was done badly, proposes to be done again (GR-32)."""
    rework = set(form.reasons.data or ()) & form.rework_reasons
    return Action.REWORK if form.said_solved is False or rework else None


VERIFICATION = (
    Act(
        Action.CHECK,
        title="核查结果",
        submit="提交核查情况",
        said="已提交核查情况",
        form=CheckForm,
        about=words.result,
        do=lambda form, appeal, **done: services.check_result(
            appeal, way=CheckWay(form.way.data), passed=form.passed.data == YES, note=form.note.data, **done
        ),
        leads=lambda form: None if form.passed.data == YES else Action.REWORK,
    ),
    Act(
        Action.CONTACT,
        title="回访诉求人",
        submit="记下这次回访",
        said="已记下回访",
        form=ContactForm,
        about=words.result,
        do=lambda form, appeal, **done: services.contact_reporter(
            appeal,
            int(form.reporter_id.data),
            reached=form.reached.data == YES,
            says_solved=form.said_solved,
            satisfaction=form.rating,
            reasons=form.reasons.data or (),
            note=form.note.data or "",
            **done,
        ),
        leads=_after_contact,
    ),
    Act(
        Action.CLOSE,
        title="办结诉求",
        submit="办结这件诉求",
        said="诉求已办结",
        about=words.verified,
        warning=lambda desk: (
            f"办结以后不能再改结果；{desk.book.terms.reopen_window.label}内可以重办，以后只能另登记一件。"
        ),
        keep="保留，再看看",
        do=lambda form, appeal, **done: services.close_appeal(appeal, **done),
    ),
    Act(
        Action.REWORK,
        title="退回再办",
        submit="退回承办单位再办",
        said="已退回再办",
        form=ReworkForm,
        about=words.verified,
        warning=lambda desk: (
            f"退回以后结果作废，承办单位要重新反馈；第 {desk.book.terms.rework_escalate} 次退回的由上一级接办。"
        ),
        do=lambda form, appeal, **done: services.rework(
            appeal, reasons=form.reasons.data or (), note=form.note.data or "", **done
        ),
    ),
    Act(
        Action.REOPEN,
        title="重办诉求",
        submit="重办这件诉求",
        said="已重办，请重新派发",
        form=ReopenForm,
        about=words.result,
        warning="重办从今天起有新的承诺期限，原来的日期都留着；只是道谢或补充说明的，写备注就行。",
        do=lambda form, appeal, **done: services.reopen_appeal(appeal, reason=form.reason.data, **done),
        leads=lambda form: Action.DISPATCH,
    ),
    Act(
        Action.REVIEW_SHELVED,
        title="挂账复核",
        submit="写下复核情况",
        said="已复核",
        form=ReviewForm,
        about=words.result,
        do=lambda form, appeal, **done: services.review_shelved(appeal, note=form.note.data, **done),
    ),
)
