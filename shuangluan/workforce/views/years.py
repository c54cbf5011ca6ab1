"""年度考核 of the district: the year with its seats and persons, computing, 公示, 确认 (WF-44, WF-101, WF-200)."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, RowDeed, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, chosen_area, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import MergeForm, PlaceForm, StepForm, YearForm
from shuangluan.workforce.forms.choices import choices
from shuangluan.workforce.models import AppraisalScore, AppraisalYear
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import supplements, year_register, year_seats, years
from shuangluan.workforce.rules.years import SCORE_LABEL, YEAR_LABEL, ScoreState, YearState, ratings
from shuangluan.workforce.tables.years import SCORES, YEAR_TONE, YEARS, ScoreLine, YearLine
from shuangluan.workforce.views.blueprint import SLICE, bp

Y, S = YearState, ScoreState
REVIEWABLE = (S.PROPOSED, S.DOUBTFUL, S.PASSED)


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


def _listing() -> Listing:
    return Listing(
        SLICE, YEARS, year_register.years(viewer()), YearLine, "years",
        "居民满意度、日常考核、街道评价、同事互评；街道审核、公示、复核、确认", empty="还没有年度考核",
        nothing="由区级复核开始一个年度，全区在岗人员自动列入。", export=Perm.APPRAISAL_EXPORT,
        template="workforce/year_list.html",
    )  # fmt: skip


def _list(form: YearForm, *, status: int = 200) -> ResponseReturnValue:
    return listed(_listing(), status=status, form=form)


@bp.post("/appraisals/export")
@requires(Perm.APPRAISAL_EXPORT)
def years_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_listing())


def find(year_id: int) -> AppraisalYear:
    """The year, or the page that says there is none."""
    return years.year(year_id, viewer=viewer()) or abort(404)


@bp.get("/appraisals/<int:year_id>")
@requires(Perm.APPRAISAL_READ)
def year_detail(year_id: int) -> ResponseReturnValue:
    """Seats by pool, ties in sight, everybody by community and pinyin."""
    record, area = find(year_id), chosen_area()
    return listed(
        scores_listing(record), record=record, state=(YEAR_LABEL[record.state], YEAR_TONE[record.state]), area=area,
        pools=year_seats.pools(record), label=SCORE_LABEL,
        merges=[(year_seats.pool_name(one), year_seats.pool_name(str(into))) for one, into in record.merges.items()],
        card=publicity.card(years.KIND, record.id, clock.today()), links=_links(record), is_published=_is_out(record),
        standing=year_register.standing(record.id, viewer(), area), supplements=supplements.supplements_of(record),
    )  # fmt: skip


def _is_out(record: AppraisalYear) -> bool:
    return record.state in (Y.PUBLISHED, Y.CONFIRMED)


def scores_listing(record: AppraisalYear) -> Listing:
    """The persons of a year as a list; taken out, it is the 汇总表."""
    named = [(one, one) for one in ratings(years.plan_of(record))]
    return Listing(
        SLICE, SCORES, year_register.scores(record.id), ScoreLine, "year", "按社区和姓名排，不排名次",
        empty="没有要考核的人", nothing="换一个查看范围看看。", export=Perm.APPRAISAL_EXPORT,
        part={"year_id": record.id}, template="workforce/year_detail.html", title=f"{record.year} 年度考核",
        options={"rating": named}, deeds=lambda line: _deeds(record, line.score),
    )  # fmt: skip


def _deeds(record: AppraisalYear, row: AppraisalScore) -> list[RowDeed]:
    """What may be done with a person's year from the list."""
    can, found = viewer().can, list[tuple[str, str]]()
    is_open = record.state is Y.PROPOSED or (_is_out(record) and row.state in (S.HELD, *REVIEWABLE))
    if is_open and can(Perm.APPRAISAL_REVIEW):
        found += [("pass", "通过")] * (row.state in (S.PROPOSED, S.DOUBTFUL))
        found += [("doubt", "存疑")] * (row.state in (S.PROPOSED, S.PASSED))
        again = "恢复计分" if _is_out(record) else "取消暂缓"
        found += [("release", again) if row.state is S.HELD else ("hold", "暂缓"), ("veto", "一票否决")]
    if is_open and can(Perm.APPRAISAL_RUN) and row.is_candidate and row.state is not S.HELD:
        found.append(("seat_withdrawal", "收回名额") if row.has_seat else ("seat", "给名额"))
    if can(Perm.APPRAISAL_RUN) and row.state is S.REVIEWING:
        found.append(("review_answer", "答复复核"))
    return [RowDeed(words, url_for(f".score_{name}_ask", score_id=row.id)) for name, words in found]


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
