"""我的考核 on the phone: months and years with every line, 确认, 有异议, 复核, 互评 (WF-44, WF-98, WF-104, WF-200)."""

import secrets

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms import NoteForm, StepForm
from shuangluan.workforce.models import AppraisalMonth, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import months, years
from shuangluan.workforce.queries.effects import own_effects
from shuangluan.workforce.rules import daily
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.daily import MONTH_LABEL
from shuangluan.workforce.rules.effects import ADVICE, EFFECT_LABEL, STATE_LABEL
from shuangluan.workforce.tables.results import EFFECT_TONE
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.months import TONE


@bp.get("/me/appraisal")
@requires(Perm.OWN_READ)
def own_appraisal() -> ResponseReturnValue:
    """My published years with why, and my months of this year and the last, the newest first."""
    worker = queries.own_worker(viewer())
    if worker is None:
        return page("workforce/own_none.html")
    today = clock.today()
    lines = [one for year in (today.year, today.year - 1) for one in months.own_lines(worker, year, today)]
    return page(
        "workforce/own_appraisal.html", worker=worker, lines=lines, label=MONTH_LABEL, tone=TONE,
        items=dict(daily.items_of(months.plan_on(today))), token=secrets.token_urlsafe(12),
        back_url=url_for(".own_file"), scores=years.own_scores(worker), points=yuan_of, today=today,
        peers=years.peers_to_mark(worker), steps=own_effects(worker), step_names=EFFECT_LABEL, advice=ADVICE,
        step_labels=STATE_LABEL, step_tones=EFFECT_TONE,
    )  # fmt: skip


def _own(month_id: int) -> tuple[AppraisalMonth, Worker]:
    worker = queries.own_worker(viewer()) or abort(404)
    return months.own_month(month_id, worker) or abort(404), worker


@bp.post("/me/appraisal/months/<int:month_id>/confirmation")
@requires(Perm.OWN_ANSWER)
def own_month_confirmation(month_id: int) -> ResponseReturnValue:
    """确认 my month."""
    return _answer(month_id, StepForm(), "已确认，这个月已锁定")


@bp.get("/me/appraisal/months/<int:month_id>/objection")
@requires(Perm.OWN_ANSWER)
def own_month_objection_ask(month_id: int) -> ResponseReturnValue:
    """Ask what is not right."""
    return _asked(month_id, NoteForm())


@bp.post("/me/appraisal/months/<int:month_id>/objection")
@requires(Perm.OWN_ANSWER)
def own_month_objection(month_id: int) -> ResponseReturnValue:
    """有异议 with the reason; the street looks into it."""
    return _answer(month_id, NoteForm(), "异议已交街道核实")


def _answer(month_id: int, form: BaseForm, said: str) -> ResponseReturnValue:
    record, worker = _own(month_id)
    objection = str(form.note.data or "") if isinstance(form, NoteForm) else ""
    if form.validate_on_submit():
        try:
            with saving(form, record):
                services.answer_month(
                    record, worker, objection=objection, today=clock.today(), by=actor(), at=clock.now()
                )
            return done(said, to=url_for(".own_appraisal"))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(month_id, form, status=422)


def _asked(month_id: int, form: BaseForm, *, status: int = 200) -> ResponseReturnValue:
    record, _ = _own(month_id)
    form.versioned(record)
    return page("workforce/own_month.html", status=status, record=record, form=form, back_url=url_for(".own_appraisal"))


@bp.get("/me/appraisal/scores/<int:score_id>/review")
@requires(Perm.OWN_ANSWER)
def own_score_review_ask(score_id: int) -> ResponseReturnValue:
    """Ask what is to be looked at again."""
    return _review(score_id, NoteForm())


@bp.post("/me/appraisal/scores/<int:score_id>/review")
@requires(Perm.OWN_ANSWER)
def own_score_review(score_id: int) -> ResponseReturnValue:
    """申请复核 of my year (WF-104)."""
    worker, form = queries.own_worker(viewer()) or abort(404), NoteForm()
    row, record = years.own_score(score_id, worker) or abort(404)
    if form.validate_on_submit():
        try:
            with saving(form, row):
                text = str(form.note.data)
                services.ask_score_review(row, record, text=text, on=clock.today(), by=actor(), at=clock.now())
            return done("复核申请已交区里", to=url_for(".own_appraisal"))
        except RuleBroken as broken:
            form.refuse(broken)
    return _review(score_id, form, status=422)


def _review(score_id: int, form: BaseForm, *, status: int = 200) -> ResponseReturnValue:
    worker = queries.own_worker(viewer()) or abort(404)
    row, record = years.own_score(score_id, worker) or abort(404)
    form.versioned(row)
    return page(
        "workforce/own_score_review.html", status=status, row=row, record=record, form=form,
        back_url=url_for(".own_appraisal"),
    )  # fmt: skip


@bp.get("/me/appraisal/peers")
@requires(Perm.OWN_ANSWER)
def own_peers() -> ResponseReturnValue:
    """互评: the colleagues of my community."""
    return _peers(StepForm())


@bp.post("/me/appraisal/peers")
@requires(Perm.OWN_ANSWER)
def own_peers_save() -> ResponseReturnValue:
    """Hand the marks in, once; who gave which is kept nowhere."""
    worker, form = queries.own_worker(viewer()) or abort(404), StepForm()
    found = years.peers_to_mark(worker) or abort(404)
    if form.validate_on_submit():
        marks = {one.id: request.form.get(f"p-{one.id}", "").strip() for one in found[1]}
        try:
            with saving(form) as saved:
                saved.to = url_for(".own_appraisal")
                services.mark_peers(worker, found[0], marks, by=actor(), at=clock.now())
            return done("互评已交，谢谢", to=url_for(".own_appraisal"))
        except RuleBroken as broken:
            form.refuse(broken)
    return _peers(form, status=422)


def _peers(form: BaseForm, *, status: int = 200) -> ResponseReturnValue:
    worker = queries.own_worker(viewer()) or abort(404)
    record, rows = years.peers_to_mark(worker) or abort(404)
    return page(
        "workforce/own_peers.html", status=status, record=record, rows=rows, form=form, sent=request.form,
        back_url=url_for(".own_appraisal"),
    )  # fmt: skip
