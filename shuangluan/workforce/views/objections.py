"""公示与异议 of a batch, 复核 that workers ask for, and both on the worker's own phone (WF-45, WF-104, WF-200)."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.listing import Listing, RowDeed, exported, listed
from shuangluan.kernel.models import Objection
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.postings import FINDING_LABEL, OBJECTION_LABEL, ObjectionState
from shuangluan.kernel.publicity.forms import DeclineForm, FindingForm
from shuangluan.kernel.web import done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.batches import StepForm
from shuangluan.workforce.forms.objections import AnswerForm, ItemObjectionForm, OwnObjectionForm, ReviewForm
from shuangluan.workforce.models import SUBJECT_LABEL, PromotionBatch, ReviewSubject, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import batches, objections, review_register
from shuangluan.workforce.tables.reviews import REVIEWS, ReviewLine
from shuangluan.workforce.views.batches import find
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.pay import who


@bp.get("/batches/<int:batch_id>/publicity")
@requires(Perm.BATCH_READ)
def batch_publicity(batch_id: int) -> ResponseReturnValue:
    """The list with its period, and the register of objections."""
    batch = find(batch_id)
    card = objections.card(batch, clock.today()) or abort(404)
    can = viewer().can
    add = can(Perm.OBJECTION_ENTER) and card.is_running
    links = {
        "notice": url_for(".batch_notice", batch_id=batch.id),
        "objection": url_for(".objection_ask", batch_id=batch.id) if add else "",
        "deed": _deeds(batch) if can(Perm.OBJECTION_DECIDE) else lambda *_: "",
    }
    return page("workforce/batch_publicity.html", batch=batch, card=card, links=links)


def _deeds(batch: PromotionBatch) -> Callable[[Objection, str], str]:
    open_deeds = {ObjectionState.ENTERED: ("accept", "decline"), ObjectionState.ACCEPTED: ("finding",)}

    def deed(one: Objection, name: str) -> str:
        if name not in open_deeds.get(one.state, ()):
            return ""
        return url_for(f".objection_{name}_ask", batch_id=batch.id, objection_id=one.id)

    return deed


def _form_page(
    form: BaseForm, title: str, back: str, crumb: tuple[str, str], said: str = "", *, status: int = 200
) -> ResponseReturnValue:
    return page(
        "workforce/objection_form.html", block="dialog", status=status, form=form, title=title, back=back,
        crumb=crumb, said=said,
    )  # fmt: skip


def _crumb(batch: PromotionBatch) -> tuple[str, str]:
    return batch.title, url_for(".batch_detail", batch_id=batch.id)


def _objection_form(batch: PromotionBatch) -> ItemObjectionForm:
    form = ItemObjectionForm()
    form.offer(
        (one.id, f"{one.worker.person.name}（{areas().short(one.community)}）")
        for one in objections.published_items(batch, viewer())
    )
    return form


@bp.get("/batches/<int:batch_id>/objections")
@requires(Perm.OBJECTION_ENTER)
def objection_ask(batch_id: int) -> ResponseReturnValue:
    """Ask what was raised, by whom or anonymously."""
    batch = find(batch_id)
    form = _objection_form(batch)
    form.received_on.data = clock.today()
    return _form_page(form, "登记异议", url_for(".batch_publicity", batch_id=batch.id), _crumb(batch))


@bp.post("/batches/<int:batch_id>/objections")
@requires(Perm.OBJECTION_ENTER)
def objection_add(batch_id: int) -> ResponseReturnValue:
    """Register it."""
    batch = find(batch_id)
    form, back = _objection_form(batch), url_for(".batch_publicity", batch_id=batch.id)
    if form.validate_on_submit():
        try:
            with saving(form):
                item = batches.item(int(form.item.data), viewer=viewer()) if form.item.data else None
                services.object_to(batch, item, values=form.values(), **who())
            return done("异议已登记", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    return _form_page(form, "登记异议", back, _crumb(batch), status=422)


def _objection(batch: PromotionBatch, objection_id: int) -> Objection:
    return objections.objection(batch, objection_id) or abort(404)


def _deed_page(batch_id: int, objection_id: int, form: BaseForm, title: str) -> ResponseReturnValue:
    batch = find(batch_id)
    found = _objection(batch, objection_id)
    form.versioned(found)
    return _form_page(form, title, url_for(".batch_publicity", batch_id=batch.id), _crumb(batch), found.content)


def _take(
    batch_id: int, objection_id: int, form: BaseForm, title: str, deed: Callable[[Objection, PromotionBatch], None]
) -> ResponseReturnValue:
    """One step of an objection; refused, the page says why."""
    batch = find(batch_id)
    found, back = _objection(batch, objection_id), url_for(".batch_publicity", batch_id=batch.id)
    if form.validate_on_submit():
        try:
            with saving(form, found):
                deed(found, batch)
            return done(f"已{title}", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    form.versioned(found)
    return _form_page(form, title, back, _crumb(batch), found.content, status=422)


@bp.get("/batches/<int:batch_id>/objections/<int:objection_id>/acceptance")
@requires(Perm.OBJECTION_DECIDE)
def objection_accept_ask(batch_id: int, objection_id: int) -> ResponseReturnValue:
    """Ask before it is accepted."""
    return _deed_page(batch_id, objection_id, StepForm(), "受理异议")


@bp.post("/batches/<int:batch_id>/objections/<int:objection_id>/acceptance")
@requires(Perm.OBJECTION_DECIDE)
def objection_accept(batch_id: int, objection_id: int) -> ResponseReturnValue:
    """受理."""
    return _take(batch_id, objection_id, StepForm(), "受理异议", lambda found, _: services.accept(found, **who()))


@bp.get("/batches/<int:batch_id>/objections/<int:objection_id>/refusal")
@requires(Perm.OBJECTION_DECIDE)
def objection_decline_ask(batch_id: int, objection_id: int) -> ResponseReturnValue:
    """Ask why it is not accepted."""
    return _deed_page(batch_id, objection_id, DeclineForm(), "不予受理")


@bp.post("/batches/<int:batch_id>/objections/<int:objection_id>/refusal")
@requires(Perm.OBJECTION_DECIDE)
def objection_decline(batch_id: int, objection_id: int) -> ResponseReturnValue:
    """不予受理."""
    form = DeclineForm()
    return _take(
        batch_id, objection_id, form, "不予受理",
        lambda found, _: services.decline(found, reason=str(form.answer.data), **who()),
    )  # fmt: skip


@bp.get("/batches/<int:batch_id>/objections/<int:objection_id>/finding")
@requires(Perm.OBJECTION_DECIDE)
def objection_finding_ask(batch_id: int, objection_id: int) -> ResponseReturnValue:
    """Ask what was found."""
    return _deed_page(batch_id, objection_id, FindingForm(), "答复异议")


@bp.post("/batches/<int:batch_id>/objections/<int:objection_id>/finding")
@requires(Perm.OBJECTION_DECIDE)
def objection_finding(batch_id: int, objection_id: int) -> ResponseReturnValue:
    """The finding: upheld, the worker is taken out of the batch; else she goes on with the rest."""
    form = FindingForm()
    return _take(
        batch_id, objection_id, form, "答复异议",
        lambda found, batch: services.decide(
            found, batch, finding=form.chosen, answer=str(form.answer.data), **who()),
    )  # fmt: skip


@bp.get("/reviews")
@requires(Perm.REVIEW_READ)
def review_list() -> ResponseReturnValue:
    """复核申请: those that wait first."""
    return listed(_requests())


def _requests() -> Listing:
    return Listing(
        SLICE, REVIEWS, review_register.REVIEWS, ReviewLine, "review",
        "本人对等级、薪酬、档案有疑问的；答复以后本人在手机上看得到，要改的另办更正", empty="没有复核申请",
        nothing="本人在“我的档案”里申请以后，这里看得到。", export=Perm.REVIEW_EXPORT, deeds=_answers,
    )  # fmt: skip


def _answers(line: ReviewLine) -> list[RowDeed]:
    is_open = line.row.answered_at is None and viewer().holds_area(Perm.REVIEW_ANSWER, line.row.community)
    return [RowDeed("答复", url_for(".review_answer_ask", request_id=line.id))] if is_open else []


@bp.post("/reviews/export")
@requires(Perm.REVIEW_EXPORT)
def review_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_requests())


@bp.get("/reviews/<int:request_id>/answer")
@requires(Perm.REVIEW_ANSWER)
def review_answer_ask(request_id: int) -> ResponseReturnValue:
    """Ask what was found."""
    asked, form = objections.request(request_id, viewer=viewer()) or abort(404), AnswerForm()
    form.versioned(asked)
    back = url_for(".review_list")
    return _form_page(form, "答复复核申请", back, ("复核申请", back), asked.content)


@bp.post("/reviews/<int:request_id>/answer")
@requires(Perm.REVIEW_ANSWER)
def review_answer(request_id: int) -> ResponseReturnValue:
    """The answer; the worker reads it on her phone."""
    asked = objections.request(request_id, viewer=viewer()) or abort(404)
    form, back = AnswerForm(), url_for(".review_list")
    if form.validate_on_submit():
        try:
            with saving(form, asked):
                services.answer_review(asked, finding=form.chosen, answer=str(form.answer.data), **who())
            return done("已答复", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    form.versioned(asked)
    return _form_page(form, "答复复核申请", back, ("复核申请", back), asked.content, status=422)


def _own() -> Worker:
    return queries.own_worker(viewer()) or abort(404)


def voices(worker: Worker) -> dict[str, Any]:
    """What her own page shows of objections and requests, with their answers."""
    return {
        "own_item": objections.own_item(worker, clock.today()),
        "own_objections": objections.own_objections(worker), "own_requests": objections.own_requests(worker),
        "objection_labels": OBJECTION_LABEL, "finding_labels": FINDING_LABEL, "subject_labels": SUBJECT_LABEL,
    }  # fmt: skip


@bp.get("/me/objection")
@requires(Perm.OWN_OBJECT)
def own_objection_ask() -> ResponseReturnValue:
    """While a list hangs in which she stands."""
    if objections.own_item(_own(), clock.today()) is None:
        abort(404)
    return _own_page(OwnObjectionForm(), "对我的等级提异议")


@bp.post("/me/objection")
@requires(Perm.OWN_OBJECT)
def own_objection() -> ResponseReturnValue:
    """Her signed objection; her item waits for the answer."""
    found, form = objections.own_item(_own(), clock.today()) or abort(404), OwnObjectionForm()
    if form.validate_on_submit():
        try:
            with saving(form):
                services.object_to_own(found, content=form.content.data, on=clock.today(), **who())
            return done("异议已提交，答复在“我的档案”里看", to=url_for(".own_file"))
        except RuleBroken as broken:
            form.refuse(broken)
    return _own_page(form, "对我的等级提异议", status=422)


@bp.get("/me/review")
@requires(Perm.OWN_OBJECT)
def own_review_ask() -> ResponseReturnValue:
    """What is to be looked at again."""
    _own()
    return _own_page(ReviewForm(), "申请复核")


@bp.post("/me/review")
@requires(Perm.OWN_OBJECT)
def own_review() -> ResponseReturnValue:
    """复核申请."""
    worker, form = _own(), ReviewForm()
    if form.validate_on_submit():
        try:
            with saving(form):
                subject = ReviewSubject(form.subject.data)
                services.ask_review(worker, subject=subject, content=form.content.data, on=clock.today(), **who())
            return done("复核申请已提交，答复在“我的档案”里看", to=url_for(".own_file"))
        except RuleBroken as broken:
            form.refuse(broken)
    return _own_page(form, "申请复核", status=422)


def _own_page(form: BaseForm, title: str, *, status: int = 200) -> ResponseReturnValue:
    return page("workforce/own_form.html", status=status, form=form, title=title)
