"""年度考核 of the district: the year with its seats and persons, computing, 公示, 确认 (WF-44, WF-101, WF-200)."""

import secrets
from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import actor, chosen_area, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import MergeForm, PlaceForm, StepForm, YearForm
from shuangluan.workforce.forms.choices import choices
from shuangluan.workforce.models import AppraisalYear
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import supplements, year_seats, years
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.years import SCORE_LABEL, YEAR_LABEL, ScoreState, YearState
from shuangluan.workforce.views.blueprint import bp

Y, S = YearState, ScoreState
YEAR_TONE = {Y.GATHERING: "doing", Y.PROPOSED: "doing", Y.PUBLISHED: "wait", Y.CONFIRMED: "done"}
TONE = {
    S.GATHERING: "", S.PROPOSED: "wait", S.PASSED: "done", S.DOUBTFUL: "stop", S.HELD: "stop", S.PUBLISHED: "wait",
    S.REVIEWING: "doing", S.CONFIRMED: "done",
}  # fmt: skip


def who() -> dict[str, Any]:
    """Who does it, and when."""
    return {"by": actor(), "at": clock.now()}


@bp.get("/appraisals")
@requires(Perm.APPRAISAL_READ)
def year_list() -> ResponseReturnValue:
    """All years."""
    return _list(YearForm())


@bp.post("/appraisals")
@requires(Perm.APPRAISAL_RUN)
def year_add() -> ResponseReturnValue:
    """Begin a year."""
    form = YearForm()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                record = services.open_year(int(form.year.data or 0), **who())
                saved.to = url_for(".year_detail", year_id=record.id)
            return done("年度考核已开始", to=saved.to or "")
        except RuleBroken as broken:
            form.refuse(broken)
    return _list(form, status=422)


def _list(form: YearForm, *, status: int = 200) -> ResponseReturnValue:
    rows = [(one, YEAR_LABEL[one.state], YEAR_TONE[one.state]) for one in years.years(viewer())]
    return page("workforce/year_list.html", status=status, rows=rows, form=form)


def find(year_id: int) -> AppraisalYear:
    """The year, or the page that says there is none."""
    return years.year(year_id, viewer=viewer()) or abort(404)


@bp.get("/appraisals/<int:year_id>")
@requires(Perm.APPRAISAL_READ)
def year_detail(year_id: int) -> ResponseReturnValue:
    """Seats by pool, ties in sight, everybody by community and pinyin."""
    record = find(year_id)
    rows, is_published = years.scores(record, viewer(), area=chosen_area()), record.state in (Y.PUBLISHED, Y.CONFIRMED)
    return page(
        "workforce/year_detail.html", record=record, rows=rows,
        state=(YEAR_LABEL[record.state], YEAR_TONE[record.state]), pools=year_seats.pools(record),
        tied=[one for one in rows if one.is_tied], label=SCORE_LABEL, tone=TONE,
        tally=Counter(one.state for one in rows), place=areas().short, points=yuan_of, token=secrets.token_urlsafe(12),
        merges=[(year_seats.pool_name(one), year_seats.pool_name(str(into))) for one, into in record.merges.items()],
        card=publicity.card(years.KIND, record.id, clock.today()), links=_links(record),
        is_published=is_published, area=chosen_area(), unserved=sum(map(supplements.is_unserved, rows)),
        waiting=sum(one.state is S.PROPOSED for one in rows),
        late_passed=sum(one.state is S.PASSED for one in rows), supplements=supplements.supplements_of(record),
    )  # fmt: skip


def _links(record: AppraisalYear) -> dict[str, Any]:
    """Where the card of the 公示 leads."""
    may = viewer().can(Perm.APPRAISAL_RUN)

    def deed(objection: Any, name: str) -> str:
        fits = {"accept": "entered", "decline": "entered", "finding": "accepted"}[name] == objection.state
        step = {"accept": "acceptance", "decline": "refusal", "finding": "finding"}[name]
        address = {"year_id": record.id, "objection_id": objection.id}
        return url_for(f".year_objection_{step}_ask", **address) if may and fits else ""

    return {
        "notice": url_for(".year_notice", year_id=record.id),
        "objection": url_for(".year_objection_ask", year_id=record.id) if may and record.state is Y.PUBLISHED else "",
        "deed": deed,
    }


Deed = Callable[[AppraisalYear], str]


def take(year_id: int, form: BaseForm, title: str, deed: Deed) -> ResponseReturnValue:
    """One step of the year; refused, the page says why."""
    record = find(year_id)
    if form.validate_on_submit():
        try:
            with saving(form, record):
                said = deed(record)
            return done(said, to=url_for(".year_detail", year_id=year_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return ask(year_id, form, title, status=422)


def ask(year_id: int, form: BaseForm, title: str, *, status: int = 200, about: str = "") -> ResponseReturnValue:
    """The form of a step."""
    record = find(year_id)
    form.versioned(record)
    return page(
        "workforce/year_step.html", block="dialog", status=status, record=record, form=form, title=title, about=about,
        back=url_for(".year_detail", year_id=year_id),
    )  # fmt: skip


@bp.post("/appraisals/<int:year_id>/computation")
@requires(Perm.APPRAISAL_RUN)
def year_computation(year_id: int) -> ResponseReturnValue:
    """计分、拟定等次; again, from the facts as they are now."""
    return take(
        year_id, StepForm(), "计分",
        lambda record: f"已计分 {services.compute_year(record, today=clock.today(), **who())} 人",
    )  # fmt: skip


@bp.post("/appraisals/<int:year_id>/passing")
@requires(Perm.APPRAISAL_REVIEW)
def year_passing(year_id: int) -> ResponseReturnValue:
    """全部通过 of the street's own people; doubts and holds are one by one."""

    def passing(record: AppraisalYear) -> str:
        rows = years.scores(record, viewer(), area=chosen_area(), permission=Perm.APPRAISAL_REVIEW)
        return f"已通过 {services.pass_scores(rows, record, **who())} 人"

    return take(year_id, StepForm(), "全部通过", passing)


def _merge_form(record: AppraisalYear) -> MergeForm:
    form = MergeForm()
    everybody = years.all_scores(record)
    pools = sorted({one.community[:9] for one in everybody})
    pools += [year_seats.LEADERS] if any(one.in_leaders_pool for one in everybody) else []
    offered = [(code, year_seats.pool_name(code)) for code in pools]
    form.street.choices, form.into.choices = choices(offered, blank="请选"), choices(offered, blank="不并入，单独成组")
    return form


@bp.get("/appraisals/<int:year_id>/pools")
@requires(Perm.APPRAISAL_RUN)
def year_pools_ask(year_id: int) -> ResponseReturnValue:
    """Which street joins which."""
    about = "参评不足 5 人的街道要并入另一个街道，一起分优秀名额。"
    return ask(year_id, _merge_form(find(year_id)), "合并小组", about=about)


@bp.post("/appraisals/<int:year_id>/pools")
@requires(Perm.APPRAISAL_RUN)
def year_pools(year_id: int) -> ResponseReturnValue:
    """并入."""
    form = _merge_form(find(year_id))

    def merge(record: AppraisalYear) -> str:
        services.merge_pool(record, form.street.data, form.into.data or "", **who())
        return "已合并，重新计分后生效"

    return take(year_id, form, "合并小组", merge)


@bp.get("/appraisals/<int:year_id>/publicity")
@requires(Perm.APPRAISAL_RUN)
def year_publicity_ask(year_id: int) -> ResponseReturnValue:
    """Where the list is put up."""
    about = "名单只有姓名、社区和等次；公示期 5 个工作日，本人可以在同样的期限内申请复核。"
    return ask(year_id, PlaceForm(), "开始公示", about=about)


@bp.post("/appraisals/<int:year_id>/publicity")
@requires(Perm.APPRAISAL_RUN)
def year_publicity(year_id: int) -> ResponseReturnValue:
    """审定 → 公示."""
    form = PlaceForm()

    def publish(record: AppraisalYear) -> str:
        place = str(form.place.data)
        posted = services.publish_year(record, place=place, on=clock.today(), viewer=viewer(), **who())
        return f"已开始公示，到 {posted.until} 24:00"

    return take(year_id, form, "开始公示", publish)


@bp.post("/appraisals/<int:year_id>/confirmation")
@requires(Perm.APPRAISAL_CONFIRM)
def year_confirmation(year_id: int) -> ResponseReturnValue:
    """确认: the ratings count for the grades from now on."""
    return take(
        year_id, StepForm(), "确认",
        lambda record: f"已确认 {services.confirm_year(record, on=clock.today(), **who())} 人，可以测算晋级",
    )  # fmt: skip


@bp.get("/appraisals/<int:year_id>/notice")
@requires(Perm.APPRAISAL_READ)
def year_notice(year_id: int) -> ResponseReturnValue:
    """公示稿 on A4."""
    posted = publicity.current(years.KIND, find(year_id).id) or abort(404)
    return page(
        "workforce/year_notice_print.html", posted=posted, back_url=url_for(".year_detail", year_id=year_id)
    )
