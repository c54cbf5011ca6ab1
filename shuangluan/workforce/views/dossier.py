"""A worker's file, 等级说明书, identity data in clear, and the verification of papers (WF-43, WF-115, WF-200)."""

import secrets
from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.timeline import told
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms import RevealForm, VerificationForm
from shuangluan.workforce.models import MeritKind, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import channels, papers, pay, relatives, statements
from shuangluan.workforce.queries.checks import checks_of
from shuangluan.workforce.queries.dossier import Dossier, dossier
from shuangluan.workforce.queries.papers import VERIFY_TONE, PaperKind
from shuangluan.workforce.queries.refusals import built_on
from shuangluan.workforce.queries.scans import scans_of_paper, scans_of_worker
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.states import CHECK_LABEL, VERIFY_LABEL, WORKER_LABEL, VerifyState
from shuangluan.workforce.tables import SEX_LABEL, TONE
from shuangluan.workforce.tables.checks import CHECK_TONE
from shuangluan.workforce.views.blueprint import bp


@bp.get("/workers/<int:worker_id>")
@requires(Perm.WORKER_READ)
def worker_detail(worker_id: int) -> ResponseReturnValue:
    """The whole file as of a day."""
    found = file_of(worker_id)
    return page("workforce/worker_detail.html", **shown(found), **_beside(found))


def _beside(found: Dossier) -> dict[str, Any]:
    """What of her file only some may read: relatives, 联审, pay, and what of 推荐选拔条件 they may know."""
    may, worker = viewer().can, found.worker
    return {
        "judgements": channels.channels_of(
            worker, found.day, channels.hidden_from(viewer()), facts=found.facts
        ),
        "relatives": relatives.declared(worker) if may(Perm.WORKER_VERIFY) else [],
        "checks": [
            (one, CHECK_LABEL[one.state], CHECK_TONE[one.state])
            for one in (checks_of(worker.id) if may(Perm.RECRUIT_READ) else [])
        ],
        "pay_months": pay.months_of(worker, viewer=viewer()) if may(Perm.PAY_READ) else [],
        "yuan": yuan_of,
    }


@bp.get("/workers/<int:worker_id>/statement")
@requires(Perm.WORKER_READ)
def worker_statement(worker_id: int) -> ResponseReturnValue:
    """等级说明书 on A4: every row of the ledger with its lines; no identity data."""
    found = file_of(worker_id)
    return page(
        "workforce/statement_print.html", **shown(found), **edition(found),
        back=url_for(".worker_detail", worker_id=worker_id),
    )  # fmt: skip


def edition(found: Dossier) -> dict[str, Any]:
    """What was handed out of a statement, and whether the ledger still says so."""
    document, is_same = statements.issued(found.worker)
    return {"document": document, "is_same": is_same}


@bp.get("/workers/<int:worker_id>/identity")
@requires(Perm.WORKER_REVEAL)
def identity_ask(worker_id: int) -> ResponseReturnValue:
    """Ask why before anything is shown in clear."""
    return _identity(_worker(worker_id, Perm.WORKER_REVEAL), RevealForm())


@bp.post("/workers/<int:worker_id>/identity")
@requires(Perm.WORKER_REVEAL)
def identity(worker_id: int) -> ResponseReturnValue:
    """Identity number and phone in clear, once; reason and reader are recorded (WF-115)."""
    worker, form = _worker(worker_id, Perm.WORKER_REVEAL), RevealForm()
    if not form.validate_on_submit():
        return _identity(worker, form, status=422)
    with audit.transaction():
        shown_now = services.reveal_identity(worker, str(form.reason.data), by=actor(), at=clock.now())
    return _identity(worker, form, shown=shown_now)


def _identity(
    worker: Worker, form: RevealForm, *, status: int = 200, shown: tuple[str, str] | None = None
) -> ResponseReturnValue:
    masked = (pii.mask_id_number(worker.person.id_number or ""), pii.mask_phone(worker.person.phone or ""))
    return page(
        "workforce/identity.html", block="dialog", status=status, worker=worker, form=form, clear=shown is not None,
        id_number=(shown or masked)[0], phone=(shown or masked)[1],
    )  # fmt: skip


@bp.get("/workers/<int:worker_id>/sanctions")
@requires(Perm.SANCTION_REVEAL)
def sanctions_ask(worker_id: int) -> ResponseReturnValue:
    """Ask why before sanctions and checks are shown."""
    worker = _worker(worker_id, Perm.SANCTION_REVEAL)
    return page("workforce/sanctions.html", block="dialog", worker=worker, form=RevealForm(), clear=False)


@bp.post("/workers/<int:worker_id>/sanctions")
@requires(Perm.SANCTION_REVEAL)
def sanctions(worker_id: int) -> ResponseReturnValue:
    """Sanctions and 联审 of one worker, once; reason and reader are recorded (WF-116)."""
    worker, form = _worker(worker_id, Perm.SANCTION_REVEAL), RevealForm()
    if not form.validate_on_submit():
        return page("workforce/sanctions.html", block="dialog", status=422, worker=worker, form=form, clear=False)
    with audit.transaction():
        services.reveal_sanctions(worker, str(form.reason.data), by=actor(), at=clock.now())
    found = dossier(worker, clock.today(), with_sanctions=True)
    return page(
        "workforce/sanctions.html", block="dialog", worker=worker, clear=True,
        merits=[one for one in found.merits if one.kind is MeritKind.SANCTION],
        checks=[(one, CHECK_LABEL[one.state]) for one in checks_of(worker.id)],
    )  # fmt: skip


@bp.get("/education/<int:record_id>/verification")
@requires(Perm.WORKER_VERIFY)
def education_verification(record_id: int) -> ResponseReturnValue:
    """How far a 学历 is verified."""
    return _ask_verification(PaperKind.EDUCATION, record_id)


@bp.get("/certificates/<int:record_id>/verification")
@requires(Perm.WORKER_VERIFY)
def certificate_verification(record_id: int) -> ResponseReturnValue:
    """How far a certificate is verified."""
    return _ask_verification(PaperKind.CERTIFICATE, record_id)


@bp.get("/segments/<int:record_id>/verification")
@requires(Perm.WORKER_VERIFY)
def segment_verification(record_id: int) -> ResponseReturnValue:
    """How far a segment of service is verified."""
    return _ask_verification(PaperKind.SEGMENT, record_id)


@bp.post("/education/<int:record_id>/verification", endpoint="education_verify")
@requires(Perm.WORKER_VERIFY)
def education_verify(record_id: int) -> ResponseReturnValue:
    """Set it."""
    return _verify(PaperKind.EDUCATION, record_id)


@bp.post("/certificates/<int:record_id>/verification", endpoint="certificate_verify")
@requires(Perm.WORKER_VERIFY)
def certificate_verify(record_id: int) -> ResponseReturnValue:
    """Set it."""
    return _verify(PaperKind.CERTIFICATE, record_id)


@bp.post("/segments/<int:record_id>/verification", endpoint="segment_verify")
@requires(Perm.WORKER_VERIFY)
def segment_verify(record_id: int) -> ResponseReturnValue:
    """Set it."""
    return _verify(PaperKind.SEGMENT, record_id)


def _ask_verification(kind: PaperKind, record_id: int) -> ResponseReturnValue:
    paper = papers.paper(kind, record_id, viewer=viewer()) or abort(404)
    form = VerificationForm()
    form.offer(paper.record.verify_state)
    return _verification(paper, form)


def _verify(kind: PaperKind, record_id: int) -> ResponseReturnValue:
    paper = papers.paper(kind, record_id, viewer=viewer()) or abort(404)
    form = VerificationForm()
    form.offer(paper.record.verify_state)
    if form.validate_on_submit():
        try:
            with saving(form, paper.record):
                services.verify_fact(
                    paper.record, paper.worker, VerifyState(form.state.data), way=str(form.way.data or ""),
                    by=actor(), at=clock.now(), on=clock.today(),
                )  # fmt: skip
            said = f"{paper.name}：{VERIFY_LABEL[paper.record.verify_state]}"
            return done(said, to=url_for(".worker_detail", worker_id=paper.worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _verification(paper, form, status=422)


def _verification(paper: papers.Paper, form: VerificationForm, *, status: int = 200) -> ResponseReturnValue:
    form.versioned(paper.record)
    return page(
        "workforce/verification.html", block="dialog", status=status, paper=paper, form=form,
        state=VERIFY_LABEL[paper.record.verify_state], results=built_on(paper.record, paper.worker),
        scans=scans_of_paper(paper.kind, paper.record.id),
    )  # fmt: skip


def file_of(worker_id: int) -> Dossier:
    """The file as of the day of the address, or the page that says there is none."""
    return dossier(_worker(worker_id), as_of(), with_sanctions=viewer().can(Perm.SANCTION_READ))


def _worker(worker_id: int, permission: Perm = Perm.WORKER_READ) -> Worker:
    return queries.worker(worker_id, viewer=viewer(), permission=permission) or abort(404)


def as_of() -> date:
    """The day 截至 of the address, today without one. Raises BadParameter for what is no day."""
    text = request.args.get("as_of", "")
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter("截至日期要写成 2026-11-20 这样的日期") from None


def shown(found: Dossier) -> dict[str, Any]:
    """What every page of a worker shows."""
    worker = found.worker
    return {
        "file": found,
        "worker": worker,
        "state": (WORKER_LABEL[worker.state], TONE[worker.state]),
        "sex": SEX_LABEL[worker.sex],
        "community": areas().name(worker.community),
        "street": areas().name(worker.community[:9]),
        "phone": pii.mask_phone(worker.person.phone or ""),
        "id_number": pii.mask_id_number(worker.person.id_number or ""),
        "verify": {state: (VERIFY_LABEL[state], VERIFY_TONE[state]) for state in VerifyState},
        "place": areas().name,
        "scans": scans_of_worker(worker.id),
        "today": clock.today(),
        "token": secrets.token_urlsafe(12),
        "printed_at": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        "trail": [told(entry) for entry in found.trail],
    }
