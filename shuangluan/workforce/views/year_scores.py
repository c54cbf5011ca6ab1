"""One person's year: lines, street scores, review by the street, seats, 复核 (WF-44, WF-95 to WF-104)."""

from collections.abc import Callable
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import NoteForm, ReviewAnswerForm, StepForm, VetoForm
from shuangluan.workforce.forms.choices import choices, words
from shuangluan.workforce.models import AppraisalScore, AppraisalYear
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import years
from shuangluan.workforce.queries.year_seats import free_seats, seat_holders
from shuangluan.workforce.rules import years as rules
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.serving import manner_name
from shuangluan.workforce.rules.years import SCORE_LABEL, ScoreState
from shuangluan.workforce.tables.years import SCORE_TONE
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.years import find, who

FormOf = Callable[[AppraisalScore, AppraisalYear], BaseForm]
Deed = Callable[[AppraisalScore, AppraisalYear, BaseForm], str]


def _score(score_id: int, permission: Perm) -> tuple[AppraisalScore, AppraisalYear]:
    return years.score(score_id, viewer=viewer(), permission=permission) or abort(404)


@bp.get("/appraisals/scores/<int:score_id>")
@requires(Perm.APPRAISAL_READ)
def score_detail(score_id: int) -> ResponseReturnValue:
    """考核表 of one person, with every line; to print."""
    row, record = _score(score_id, Perm.APPRAISAL_READ)
    return page(
        "workforce/score_detail.html", row=row, record=record, place=areas().name(row.community), points=yuan_of,
        label=SCORE_LABEL, tone=SCORE_TONE, manner=manner_name, local=clock.local,
    )  # fmt: skip


@bp.get("/appraisals/<int:year_id>/street")
@requires(Perm.APPRAISAL_REVIEW)
def street_scores(year_id: int) -> ResponseReturnValue:
    """德能勤绩廉 of everybody of the street in one form."""
    return _street(year_id, {})


@bp.post("/appraisals/<int:year_id>/street")
@requires(Perm.APPRAISAL_REVIEW)
def street_scores_save(year_id: int) -> ResponseReturnValue:
    """Save what changed: all of it, or nothing with the reasons."""
    record, refused = find(year_id), dict[int, str]()
    items, count = years.plan_of(record)["street"]["items"], 0
    try:
        with audit.transaction():
            for row in years.scores(record, viewer(), permission=Perm.APPRAISAL_REVIEW):
                count += _save_street(row, record, items, refused)
            if refused or not count:
                raise RuleBroken("没有改动")
    except RuleBroken as broken:
        if refused:
            return _street(year_id, refused, status=422)
        return done(broken.reason, to=url_for(".street_scores", year_id=year_id))
    return done(f"已保存 {count} 人的街道评价", to=url_for(".street_scores", year_id=year_id))


def _save_street(row: AppraisalScore, record: AppraisalYear, items: list[str], refused: dict[int, str]) -> int:
    sent = {item: request.form.get(f"p-{row.id}-{place}", "").strip() for place, item in enumerate(items)}
    host = request.form.get(f"h-{row.id}", "").strip()
    stands = {item: str(row.street_points.get(item, "")) for item in items}
    if sent == stands and host == ("" if row.host_x100 is None else yuan_of(row.host_x100)):
        return 0
    try:
        if request.form.get(f"v-{row.id}") != str(row.row_version):
            raise RuleBroken("刚被别人改过，核对后再存")
        services.score_street(row, record, sent, host=host, **who())
    except RuleBroken as broken:
        refused[row.id] = broken.reason
    return 1


def _street(year_id: int, refused: dict[int, str], *, status: int = 200) -> ResponseReturnValue:
    record = find(year_id)
    return page(
        "workforce/street_scores.html", status=status, record=record, refused=refused, sent=request.form,
        rows=years.scores(record, viewer(), permission=Perm.APPRAISAL_REVIEW), place=areas().short, points=yuan_of,
        items=years.plan_of(record)["street"]["items"], full=years.plan_of(record)["street"]["full_each"],
    )  # fmt: skip


def _hang(slug: str, title: str, permission: Perm, form_of: FormOf, deed: Deed) -> None:
    """The two views of a deed on one person: ask, and do."""

    def shown(score_id: int, form: BaseForm, status: int = 200) -> ResponseReturnValue:
        row, record = _score(score_id, permission)
        form.versioned(row)
        return page(
            "workforce/score_step.html", block="dialog", status=status, row=row, form=form, title=title,
            back=url_for(".year_detail", year_id=record.id),
        )  # fmt: skip

    @requires(permission)
    def ask(score_id: int) -> ResponseReturnValue:
        return shown(score_id, form_of(*_score(score_id, permission)))

    @requires(permission)
    def take(score_id: int) -> ResponseReturnValue:
        row, record = _score(score_id, permission)
        form = form_of(row, record)
        if form.validate_on_submit():
            try:
                with saving(form, row):
                    said = deed(row, record, form)
                return done(f"{row.worker.person.name}：{said}", to=url_for(".year_detail", year_id=row.year_id))
            except RuleBroken as broken:
                form.refuse(broken)
        return shown(score_id, form, 422)

    address, name = f"/appraisals/scores/<int:score_id>/{slug}", slug.replace("-", "_")
    bp.add_url_rule(address, f"score_{name}_ask", ask, methods=["GET"])
    bp.add_url_rule(address, f"score_{name}", take, methods=["POST"])


def _note(form: BaseForm) -> str:
    return str(form["note"].data or "") if "note" in form else ""


def _review(to: ScoreState) -> Deed:
    def review(row: AppraisalScore, record: AppraisalYear, form: BaseForm) -> str:
        services.review_score(row, record, to, note=_note(form), **who())
        return SCORE_LABEL[to]

    return review


def _seat(row: AppraisalScore, record: AppraisalYear, form: BaseForm) -> str:
    services.give_seat(row, record, reason=_note(form), **who())
    return "已给优秀名额"


def _unseat(row: AppraisalScore, record: AppraisalYear, form: BaseForm) -> str:
    services.withdraw_seat(row, record, reason=_note(form), **who())
    return "已收回优秀名额"


def _veto(row: AppraisalScore, record: AppraisalYear, form: BaseForm) -> str:
    said: dict[str, Any] = {"veto": form["veto"].data or "", "doc_no": form["doc_no"].data or ""}
    services.veto_score(row, record, **said, **who())
    return "已登记，重新计分后生效"


def _answer(row: AppraisalScore, record: AppraisalYear, form: BaseForm) -> str:
    said: dict[str, Any] = {"rating": form["rating"].data, "answer": str(form["answer"].data)}
    chosen = form["swap"].data if "swap" in form else ""
    said["swap"] = next((one for one in seat_holders(record, row) if str(one.id) == chosen), None)
    services.answer_score_review(row, record, **said, **who())
    return "已答复复核"


def _veto_form(_row: AppraisalScore, record: AppraisalYear) -> BaseForm:
    form = VetoForm()
    form.veto.choices = words(years.plan_of(record)["daily"]["veto"], blank="没有")
    return form


def _answer_form(row: AppraisalScore, record: AppraisalYear) -> BaseForm:
    form = ReviewAnswerForm()
    form.rating.choices = words(rules.ratings(years.plan_of(record)), blank="请选")
    holders = [] if sum(free_seats(record, row)) else seat_holders(record, row)
    if holders:
        named = ((str(one.id), f"{one.worker.person.name}（{areas().short(one.community)}）") for one in holders)
        form.swap.choices = choices(named, blank="不换")
    else:
        del form.swap
    return form


for each in (
    ("pass", "审核通过", Perm.APPRAISAL_REVIEW, lambda *_: StepForm(), _review(ScoreState.PASSED)),
    ("doubt", "审核存疑", Perm.APPRAISAL_REVIEW, lambda *_: NoteForm(), _review(ScoreState.DOUBTFUL)),
    ("hold", "暂缓", Perm.APPRAISAL_REVIEW, lambda *_: NoteForm(), _review(ScoreState.HELD)),
    ("release", "取消暂缓", Perm.APPRAISAL_REVIEW, lambda *_: NoteForm(), _review(ScoreState.PROPOSED)),
    ("veto", "一票否决", Perm.APPRAISAL_REVIEW, _veto_form, _veto),
    ("seat", "给优秀名额", Perm.APPRAISAL_RUN, lambda *_: NoteForm(), _seat),
    ("seat-withdrawal", "收回优秀名额", Perm.APPRAISAL_RUN, lambda *_: NoteForm(), _unseat),
    ("review-answer", "答复复核", Perm.APPRAISAL_RUN, _answer_form, _answer),
):
    _hang(*each)
