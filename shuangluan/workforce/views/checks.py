"""背景联审联查: register, check of a worker with the matrix of replies, 联审函 (WF-42, WF-113, WF-116, WF-200)."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms import recruitment as forms
from shuangluan.workforce.models import CheckPurpose
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import checks, recruitment
from shuangluan.workforce.queries.checks import CHECKS as SOURCE
from shuangluan.workforce.queries.checks import Subject
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.kinds import PURPOSE_LABEL
from shuangluan.workforce.rules.states import CHECK_LABEL, CheckState
from shuangluan.workforce.tables.checks import CHECK_TONE, CHECKS, CheckLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.training import who

LISTING = Listing(
    SLICE, CHECKS, SOURCE, CheckLine, "check",
    "每次联审一行；没有答复不等于没有异议，任何部门有异议就不能通过。工作者的联审从档案里发起", export=Perm.RECRUIT_RUN,
)  # fmt: skip
hang(LISTING, "/checks", Perm.RECRUIT_READ)


def _subject(check_id: int) -> Subject:
    return checks.subject(check_id, viewer=viewer()) or abort(404)


def _back(found: Subject) -> str:
    if found.check.applicant_id:
        return url_for(".applicant_detail", applicant_id=found.check.applicant_id)
    return url_for(".check_detail", check_id=found.check.id)


@bp.get("/checks/<int:check_id>")
@requires(Perm.RECRUIT_READ)
def check_detail(check_id: int) -> ResponseReturnValue:
    """A worker's check with the matrix of replies, and her other checks."""
    found = _subject(check_id)
    worker = found.worker or abort(404)
    today = clock.today()
    others = [one for one in checks.checks_of(worker.id) if one.id != check_id]
    return page(
        "workforce/check_detail.html", check=found.check, worker=worker, community=areas().name(found.community),
        opinions=recruitment.opinions(found.check), today=today, purposes=PURPOSE_LABEL, others=others,
        state=(CHECK_LABEL[found.check.state], CHECK_TONE[found.check.state]), labels=CHECK_LABEL, tones=CHECK_TONE,
    )  # fmt: skip


def _take(name: str, back: str, form: BaseForm, title: str, record: Any, deed: Callable[[], Any]) -> Any:
    """Ask, or do one deed in one transaction; refused, the page says why."""
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate_on_submit():
            try:
                with saving(form, record) as saved:
                    saved.to = deed() or back
                return done(f"已{title}", to=saved.to or back)
            except RuleBroken as broken:
                form.refuse(broken)
    form.versioned(record)
    return page("workforce/recruit_step.html", block="dialog", status=status, form=form, title=title, back=back,
                crumb=name)  # fmt: skip


@bp.route("/workers/<int:worker_id>/check", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def recheck(worker_id: int) -> ResponseReturnValue:
    """发起联审 of somebody who is registered already."""
    worker = queries.worker(worker_id, viewer=viewer(), permission=Perm.RECRUIT_RUN) or abort(404)
    form, today = forms.RecheckForm(), clock.today()
    form.offer(recruitment.recruit_rules(today).departments)

    def deed() -> str:
        said = services.Inquiry(
            form.departments.data or [], today, form.due_on.data, CheckPurpose(form.purpose.data)
        )
        made = services.recheck_worker(worker, said, **who())
        return url_for(".check_detail", check_id=made.id)

    back = url_for(".worker_detail", worker_id=worker.id)
    answer: ResponseReturnValue = _take(worker.person.name, back, form, "发起联审", worker, deed)
    return answer


@bp.route("/check-opinions/<int:opinion_id>", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def opinion_enter(opinion_id: int) -> ResponseReturnValue:
    """A department's reply."""
    opinion = recruitment.opinion(opinion_id) or abort(404)
    found, form = _subject(opinion.check_id), forms.OpinionForm()
    answer: ResponseReturnValue = _take(
        found.name, _back(found), form, f"登记{opinion.department}的答复", found.check,
        lambda: services.enter_opinion(
            opinion, found.check, objects=form.objects.data == "yes", doc_no=str(form.doc_no.data),
            replied_on=form.replied_on.data, **who(),
        ),
    )  # fmt: skip
    return answer


@bp.route("/checks/<int:check_id>/conclusion", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def check_decide(check_id: int) -> ResponseReturnValue:
    """通过, 不通过, 暂缓; only when every department has replied."""
    found, form = _subject(check_id), forms.ConclusionForm()
    answer: ResponseReturnValue = _take(
        found.name, _back(found), form, "作出联审结论", found.check,
        lambda: services.decide_check(found.check, CheckState(form.state.data), on=clock.today(), **who()),
    )  # fmt: skip
    return answer


@bp.route("/checks/<int:check_id>/again", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def check_again(check_id: int) -> ResponseReturnValue:
    """A check that was put off goes on."""
    found, form = _subject(check_id), forms.AgainForm()
    answer: ResponseReturnValue = _take(
        found.name, _back(found), form, "继续征求意见", found.check,
        lambda: services.ask_again(found.check, due_on=form.due_on.data, on=clock.today(), **who()),
    )  # fmt: skip
    return answer


@bp.get("/checks/<int:check_id>/letter")
@requires(Perm.RECRUIT_RUN)
def check_letter(check_id: int) -> ResponseReturnValue:
    """联审函, one sheet a department that has not replied; the identity number is masked (WF-115)."""
    found = _subject(check_id)
    return _letter(found, forms.LetterForm(), pii.mask_id_number(found.id_number))


@bp.post("/checks/<int:check_id>/letter")
@requires(Perm.RECRUIT_RUN)
def check_letter_clear(check_id: int) -> ResponseReturnValue:
    """The same with the number in clear; reason and reader are recorded (WF-115)."""
    found, form = _subject(check_id), forms.LetterForm()
    if not form.validate_on_submit():
        return _letter(found, form, pii.mask_id_number(found.id_number), status=422)
    with audit.transaction():
        detail = {"reason": str(form.reason.data)}
        audit.noted(sentences.LETTER_PRINTED, found.check, by=actor(), at=clock.now(), detail=detail)
    return _letter(found, form, found.id_number, clear=True)


def _letter(
    found: Subject, form: forms.LetterForm, number: str, *, status: int = 200, clear: bool = False
) -> ResponseReturnValue:
    asked = recruitment.opinions(found.check)
    silent = [one.department for one in asked if one.objects is None]
    return page(
        "workforce/check_letter.html", status=status, check=found.check, name=found.name, number=number, form=form,
        departments=silent or [one.department for one in asked], community=areas().name(found.community),
        purpose=PURPOSE_LABEL[found.check.purpose], clear=clear, back=_back(found),
    )  # fmt: skip
