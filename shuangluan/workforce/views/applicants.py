"""An applicant: marks, stages, 背景联审联查 with the departments' replies, the first working day (WF-41, WF-42)."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import done, page, saving
from shuangluan.workforce import services
from shuangluan.workforce.forms import recruitment as forms
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import recruitment
from shuangluan.workforce.queries.recruitment import Case
from shuangluan.workforce.rules.states import CHECK_LABEL, STAGE_LABEL
from shuangluan.workforce.tables.checks import CHECK_TONE
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.training import hundredths, who


def _case(applicant_id: int) -> Case:
    return recruitment.case(applicant_id) or abort(404)


@bp.get("/applicants/<int:applicant_id>")
@requires(Perm.RECRUIT_READ)
def applicant_detail(applicant_id: int) -> ResponseReturnValue:
    """An applicant with the matrix of replies; numbers masked."""
    case = _case(applicant_id)
    one, check = case.applicant, case.check
    return page(
        "workforce/applicant_detail.html", case=case, applicant=one, check=check, stage=STAGE_LABEL[one.stage],
        id_number=pii.mask_id_number(one.id_number), phone=pii.mask_phone(one.phone or ""), place=areas().name,
        opinions=recruitment.opinions(check) if check else (), today=clock.today(),
        step=BaseForm().versioned(one),
        check_state=(CHECK_LABEL[check.state], CHECK_TONE[check.state]) if check else None,
    )  # fmt: skip


def _asked(case: Case, form: BaseForm, title: str, *, status: int = 200) -> ResponseReturnValue:
    back = url_for(".applicant_detail", applicant_id=case.applicant.id)
    return page("workforce/recruit_step.html", block="dialog", status=status, form=form, title=title, back=back,
                crumb=case.applicant.name)  # fmt: skip


def _take(case: Case, form: BaseForm, title: str, record: Any, deed: Callable[[], Any]) -> ResponseReturnValue:
    """Ask, or do one deed in one transaction; refused, the page says why."""
    if not form.is_submitted():
        form.versioned(record or case.applicant)
        return _asked(case, form, title)
    if form.validate_on_submit():
        applicant_id = case.applicant.id
        try:
            with saving(form, record or case.applicant):
                deed()
            return done(f"已{title}", to=url_for(".applicant_detail", applicant_id=applicant_id))
        except RuleBroken as broken:
            form.refuse(broken)
    form.versioned(record or case.applicant)
    return _asked(case, form, title, status=422)


@bp.route("/applicants/<int:applicant_id>/marks", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def applicant_marks(applicant_id: int) -> ResponseReturnValue:
    """笔试 and 面试."""
    case = _case(applicant_id)
    one = case.applicant
    form = forms.ScoreForm(data={
        "written": None if one.written_x100 is None else one.written_x100 / 100,
        "interview": None if one.interview_x100 is None else one.interview_x100 / 100,
    })  # fmt: skip
    marks = (form.written.data, form.interview.data)
    written, interview = (None if mark is None else hundredths(mark) for mark in marks)
    return _take(
        case, form, "登记成绩", None,
        lambda: services.mark_applicant(case, written_x100=written, interview_x100=interview, **who()),
    )  # fmt: skip


@bp.post("/applicants/<int:applicant_id>/stage")
@requires(Perm.RECRUIT_RUN)
def applicant_advance(applicant_id: int) -> ResponseReturnValue:
    """One stage further."""
    case = _case(applicant_id)
    return _take(
        case, BaseForm(), "推进到下一环节", None,
        lambda: services.advance_applicant(case, on=clock.today(), **who()),
    )  # fmt: skip


@bp.route("/applicants/<int:applicant_id>/withdrawal", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def applicant_drop(applicant_id: int) -> ResponseReturnValue:
    """放弃 or 取消资格."""
    case, form = _case(applicant_id), forms.ReasonForm()
    return _take(
        case, form, "登记放弃或取消资格", None,
        lambda: services.drop_applicant(case.applicant, reason=str(form.reason.data), **who()),
    )  # fmt: skip


@bp.route("/applicants/<int:applicant_id>/check", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def check_open(applicant_id: int) -> ResponseReturnValue:
    """发起联审: which departments are asked, until when."""
    case, form, today = _case(applicant_id), forms.CheckForm(), clock.today()
    form.offer(recruitment.recruit_rules(today).departments)
    return _take(
        case, form, "发起联审", None,
        lambda: services.open_check(
            case.applicant, form.departments.data or [], due_on=form.due_on.data, on=today, **who()
        ),
    )  # fmt: skip


@bp.route("/applicants/<int:applicant_id>/employment", methods=["GET", "POST"])
@requires(Perm.RECRUIT_APPROVE)
def applicant_hire(applicant_id: int) -> ResponseReturnValue:
    """聘用: makes the worker, on trial."""
    case, form = _case(applicant_id), forms.HireForm()
    return _take(
        case, form, "聘用", None,
        lambda: services.hire_applicant(
            case, entry_date=form.entry_date.data, retire_class=form.retire_class.data or "女职工", on=clock.today(),
            **who(),
        ),
    )  # fmt: skip
