"""The steps of a vote, each a small form of its own: publicity, opening, closing, two finalisers, recount (RP-10)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving
from shuangluan.red_property.forms.votes import (
    CourseForm,
    PublicityForm,
    RosterPublicityForm,
    StepForm,
    WhyForm,
)
from shuangluan.red_property.models import OwnersVote
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.books import law_on
from shuangluan.red_property.services import vote_counting, votes
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.vote_pages import find


@dataclass(frozen=True)
class Step:
    """A step: what it is called, what it asks, what it does, what is said before and after."""

    title: str
    form: type[BaseForm]
    do: Callable[[OwnersVote, dict[str, Any], dict[str, Any]], Any]
    told: str
    said: str


def _values(form: BaseForm) -> dict[str, Any]:
    hidden = {"csrf_token", "form_token", "row_version"}
    return {field.short_name: field.data for field in form if field.short_name not in hidden}


STEPS: dict[str, Step] = {
    "publicity": Step(
        "公示名册和议题", RosterPublicityForm, lambda vote, given, deed: votes.publicise(vote, **given, **deed),
        "公示以后名册和议题冻结；要更正就撤回，改好重新公示，公示期重新算。", "已公示，名册和议题冻结",
    ),
    "correction": Step(
        "撤回公示，更正", WhyForm, lambda vote, given, deed: votes.correct(vote, **given, **deed),
        "撤回以后回到草拟，改好要重新公示，公示期重新算。", "已撤回公示，可以更正",
    ),
    "opening": Step(
        "开始表决", StepForm, lambda vote, given, deed: votes.open_vote(vote, **deed),
        "公示期满、异议都办结，才能开始。", "表决开始，可以登记送达、录选票",
    ),
    "closing": Step(
        "截止，进入统计", StepForm, lambda vote, given, deed: votes.close_vote(vote, **deed),
        "截止以后收到的选票照样录入，算逾期，不计入。", "已进入统计",
    ),
    "abandonment": Step(
        "终止表决", WhyForm, lambda vote, given, deed: votes.abandon(vote, **given, **deed),
        "终止不能恢复；已经录入的都留着。", "表决已终止",
    ),
    "course": Step(
        "补记程序", CourseForm, lambda vote, given, deed: votes.note_course(vote, given, **deed),
        "只记已经做了的；不影响票数。", "程序已记下",
    ),
    "confirmation": Step(
        "确定统计结果（第一人）", StepForm, lambda vote, given, deed: vote_counting.confirm_count(vote, **deed),
        "确定的是现在的票数；之后选票有改动，要重新确定。", "已确定，请另一位同事再确定",
    ),
    "result-publicity": Step(
        "公示初步结果", PublicityForm, lambda vote, given, deed: vote_counting.post_result(vote, **given, **deed),
        "公示期满、异议办结以后，由第二人确定。", "初步结果已公示",
    ),
    "result-withdrawal": Step(
        "撤回结果公示", WhyForm, lambda vote, given, deed: vote_counting.withdraw_result(vote, **given, **deed),
        "撤回以后回到统计，更正选票再确定。", "已撤回，回到统计",
    ),
    "finalisation": Step(
        "确定结果（第二人）", StepForm, lambda vote, given, deed: vote_counting.finalise(vote, **deed),
        "确定以后不能再改；确有错误，重新统计，两次结果都保留。来自联席会的议定事项随严格结果转为执行中或未通过。",
        "结果已确定",
    ),
    "recount": Step(
        "重新统计", WhyForm, lambda vote, given, deed: vote_counting.begin_recount(vote, **given, **deed),
        "原来的结果保留；更正选票以后，再由两个人先后确定。", "可以更正选票了，改好后由两个人确定",
    ),
}  # fmt: skip


@requires(Perm.VOTE_FINALISE)
def vote_step(vote_id: int, step: str) -> ResponseReturnValue:
    """Ask what the step needs, then take it."""
    declared = STEPS[step]
    vote = find(vote_id, Perm.VOTE_FINALISE)
    form = declared.form()
    form.versioned(vote)
    if request.method == "GET":
        _propose(form, vote)
    elif form.validate():
        try:
            with saving(form, vote) as saved:
                declared.do(vote, _values(form), {"by": actor(), "at": clock.now()})
                saved.to = url_for(".vote_detail", vote_id=vote_id)
            return done(declared.said, to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page(
        "red_property/vote_step.html", block="dialog", status=status, vote=vote, form=form, title=declared.title,
        told=declared.told, action=url_for(".vote_step", vote_id=vote_id, step=step),
        back=url_for(".vote_detail", vote_id=vote_id),
    )  # fmt: skip


for _step in STEPS:
    bp.add_url_rule(
        f"/votes/<int:vote_id>/steps/{_step}", view_func=vote_step, methods=["GET", "POST"], defaults={"step": _step}
    )


def _propose(form: BaseForm, vote: OwnersVote) -> None:
    """The days that the law names, and what is known already."""
    settings = law_on(clock.local_day(vote.closes_at)).settings_on(vote.freeze_on)
    if isinstance(form, RosterPublicityForm):
        form.days.data, form.notified_on.data = settings.notice_days, clock.today()
    elif isinstance(form, PublicityForm):
        form.days.data = settings.result_public_days
    elif isinstance(form, CourseForm):
        form.notified_on.data, form.result_posted_on.data = vote.notified_on, vote.result_posted_on
        form.undeliverable_days.data = vote.undeliverable_days
