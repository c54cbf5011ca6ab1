"""公开招聘: notices, applicants with their stages and totals, 拟聘公示 (WF-41, WF-112, WF-200)."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, exported, hang, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import done, page, saving
from shuangluan.workforce import services
from shuangluan.workforce.forms.recruitment import ApplicantForm, PlaceForm, RecruitForm
from shuangluan.workforce.models import RecruitPlan
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import recruit_register, recruitment
from shuangluan.workforce.rules.recruitment import seats_of_lines
from shuangluan.workforce.rules.states import RECRUIT_LABEL, RecruitState
from shuangluan.workforce.tables.recruitment import CASES, RECRUIT_TONE, RECRUITS, CaseLine, RecruitLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.training import hundredths, who

RECRUIT = Listing(
    SLICE, RECRUITS, recruit_register.RECRUITS, RecruitLine, "recruit", "方案、报名、考试、联审、公示、聘用",
    empty="还没有招聘方案", nothing="登记方案和岗位，公告以后登记报名。", export=Perm.RECRUIT_RUN,
    write=Perm.RECRUIT_RUN, add="登记招聘方案", template="workforce/recruit_list.html",
)  # fmt: skip
hang(RECRUIT, "/recruit", Perm.RECRUIT_READ)


def _form(form: RecruitForm, *, status: int = 200) -> ResponseReturnValue:
    return page("workforce/recruit_form.html", status=status, form=form)


@bp.get("/recruit/new")
@requires(Perm.RECRUIT_RUN)
def recruit_new() -> ResponseReturnValue:
    """A blank notice."""
    return _form(RecruitForm())


@bp.post("/recruit/new")
@requires(Perm.RECRUIT_RUN)
def recruit_add() -> ResponseReturnValue:
    """A draft with its posts."""
    form = RecruitForm()
    if form.validate_on_submit():
        names = {name: one.code for one in areas().communities() for name in (one.name, one.short)}
        said = services.Notice(
            str(form.title.data), str(form.doc_no.data), form.announced_on.data, form.birth_from.data,
            form.birth_to.data, form.education_min.data, int(form.written_percent.data or 0),
            hundredths(form.pass_mark.data),
        )  # fmt: skip
        try:
            seats = seats_of_lines(str(form.seats.data), names)
            with saving(form) as saved:
                made = services.add_recruit_plan(said, seats, **who())
                saved.to = url_for(".recruit_detail", plan_id=made.id)
            return done("已登记，公告以后可以报名", to=str(saved.to))
        except RuleBroken as broken:
            form.refuse(broken)
    return _form(form, status=422)


def find(plan_id: int) -> RecruitPlan:
    """The notice, or 404."""
    return recruitment.plan(plan_id) or abort(404)


def _cases(plan: RecruitPlan) -> Listing:
    posts = [(str(one.id), f"{areas().name(one.community)}，{one.number} 人") for one in recruitment.posts(plan.id)]
    return Listing(
        SLICE, CASES, recruit_register.applicants(plan), CaseLine, "applicants", "按岗位和总成绩排",
        empty="还没有人报名", nothing="公告以后在下面登记报名。", export=Perm.RECRUIT_RUN, part={"plan_id": plan.id},
        template="workforce/recruit_detail.html", title=f"{plan.title} 应聘人", options={"post": posts},
    )  # fmt: skip


def _detail(plan: RecruitPlan, form: ApplicantForm, place: PlaceForm, *, status: int = 200) -> ResponseReturnValue:
    kind = _cases(plan)
    form.offer((kind.options or {})["post"])
    return listed(
        kind, status=status, plan=plan, form=form, publish=place, step=BaseForm().versioned(plan),
        card=publicity.card(recruitment.PUBLICITY, plan.id, clock.today()), links=_links(plan), today=clock.today(),
        state=(RECRUIT_LABEL[plan.state], RECRUIT_TONE[plan.state]),
    )  # fmt: skip


@bp.post("/recruit/<int:plan_id>/applicants/export")
@requires(Perm.RECRUIT_RUN)
def applicants_export(plan_id: int) -> ResponseReturnValue:
    """The applicants as a workbook: marks and stages, no identity data."""
    return exported(_cases(find(plan_id)))


def _links(plan: RecruitPlan) -> dict[str, Any]:
    def deed(objection: Any, name: str) -> str:
        is_open = objection.state == ("entered" if name in ("accept", "decline") else "accepted")
        endpoint = f".recruit_objection_{name}"
        return url_for(endpoint, plan_id=plan.id, objection_id=objection.id) if is_open else ""

    return {
        "notice": url_for(".recruit_notice", plan_id=plan.id),
        "objection": url_for(".recruit_objection_new", plan_id=plan.id),
        "deed": deed,
    }


@bp.get("/recruit/<int:plan_id>")
@requires(Perm.RECRUIT_READ)
def recruit_detail(plan_id: int) -> ResponseReturnValue:
    """A notice with its applicants in the order of their totals."""
    return _detail(find(plan_id), ApplicantForm(), PlaceForm())


@bp.post("/recruit/<int:plan_id>/step")
@requires(Perm.RECRUIT_RUN)
def recruit_step(plan_id: int) -> ResponseReturnValue:
    """公告, then 办结."""
    plan, form = find(plan_id), BaseForm()
    to = RecruitState.ANNOUNCED if plan.state is RecruitState.DRAFT else RecruitState.CLOSED
    with saving(form, plan):
        services.move_recruit_plan(plan, to, **who())
    return done(RECRUIT_LABEL[to], to=url_for(".recruit_detail", plan_id=plan_id))


@bp.post("/recruit/<int:plan_id>/applicants")
@requires(Perm.RECRUIT_RUN)
def applicant_add(plan_id: int) -> ResponseReturnValue:
    """报名."""
    plan, form = find(plan_id), ApplicantForm()
    posts = {str(one.id): one for one in recruitment.posts(plan_id)}
    form.offer((key, key) for key in posts)
    if form.validate_on_submit():
        said = services.Application(
            str(form.name.data), str(form.id_number.data), str(form.phone.data or ""), form.education.data
        )
        try:
            with saving(form):
                services.add_applicant(plan, posts[form.post.data], said, **who())
            return done(f"{said.name}已报名", to=url_for(".recruit_detail", plan_id=plan_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _detail(plan, form, PlaceForm(), status=422)


@bp.post("/recruit/<int:plan_id>/publication")
@requires(Perm.RECRUIT_RUN)
def recruit_publish(plan_id: int) -> ResponseReturnValue:
    """拟聘公示."""
    plan, form = find(plan_id), PlaceForm()
    if form.validate_on_submit():
        try:
            with saving(form):
                posted = services.publish_recruits(plan, place=str(form.place.data), on=clock.today(), **who())
                until = posted.until
            return done(f"开始公示，到 {until} 24:00", to=url_for(".recruit_detail", plan_id=plan_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _detail(plan, ApplicantForm(formdata=None), form, status=422)


@bp.get("/recruit/<int:plan_id>/notice")
@requires(Perm.RECRUIT_READ)
def recruit_notice(plan_id: int) -> ResponseReturnValue:
    """The sheet to hang: names, communities, education; no identity data (WF-115)."""
    card = publicity.card(recruitment.PUBLICITY, plan_id, clock.today()) or abort(404)
    back = url_for(".recruit_detail", plan_id=plan_id)
    return page("workforce/recruit_notice.html", publicity=card.publicity, plan=find(plan_id), back=back)
