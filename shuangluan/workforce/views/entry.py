"""Enter the facts of a worker: one page per kind, all of one shape (WF-21, WF-43)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms import entry as forms
from shuangluan.workforce.forms.entry import EntryForm
from shuangluan.workforce.models import Basis, ContractKind, MeritKind, Precision, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import papers
from shuangluan.workforce.queries.schemes import fact_choices
from shuangluan.workforce.views.blueprint import bp

Values = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A kind of fact: its address, its words, its form, the service that adds it."""

    slug: str
    title: str
    form: type[EntryForm]
    add: Callable[[Worker, Values, Values], object]


def _in_hundredths(said: Values) -> Values:
    """What was said, the hours of continuing education as they are stored."""
    hours: Decimal | None = said["ce_hours"]
    kept = {key: value for key, value in said.items() if key != "ce_hours"}
    return kept | {"ce_hours_x100": None if hours is None else int(hours * 100)}


ENTRIES = (
    Entry("education", "登记学历", forms.EducationForm,
          lambda worker, said, who: services.add_education(worker, services.EducationFacts(**said), **who)),
    Entry("certificates", "登记职业资格", forms.CertificateForm,
          lambda worker, said, who: services.add_certificate(worker, **_in_hundredths(said), **who)),
    Entry("segments", "登记工作经历", forms.SegmentForm,
          lambda worker, said, who: services.add_segment(
              worker, **said | {"precision": Precision(said["precision"])}, **who)),
    Entry("absences", "登记离岗", forms.AbsenceForm,
          lambda worker, said, who: services.add_absence(worker, **said, **who)),
    Entry("appointments", "登记任职", forms.AppointmentForm,
          lambda worker, said, who: services.appoint(worker, services.Post(
              community=worker.community, **said | {"basis": Basis(said["basis"])}), **who)),
    Entry("contracts", "登记劳动合同", forms.ContractForm,
          lambda worker, said, who: services.add_contract(
              worker, **said | {"kind": ContractKind(said["kind"])}, **who)),
    Entry("merits", "登记奖惩", forms.MeritForm,
          lambda worker, said, who: services.add_merit(worker, **said | {"kind": MeritKind(said["kind"])}, **who)),
    Entry("results", "登记年度考核结果", forms.ResultForm,
          lambda worker, said, who: services.add_result(
              worker, **said | {"reason": said["reason"] or None}, **who)),
)  # fmt: skip


def _said(form: EntryForm) -> Values:
    return {field.name: field.data for field in form if field.type not in ("HiddenField", "CSRFTokenField")}


def _who() -> Values:
    return {"by": actor(), "at": clock.now()}


def _asked(worker: Worker, form: EntryForm, title: str, *, status: int = 200) -> ResponseReturnValue:
    return page("workforce/entry.html", block="dialog", status=status, worker=worker, form=form, title=title)


def _take(worker: Worker, form: EntryForm, title: str, add: Callable[[Values], object], record: Any = None) -> Any:
    """Validate, add in one transaction, back to the file; refused, the page says why."""
    if form.validate_on_submit():
        try:
            with saving(form, record):
                add(_said(form))
            return done(f"已{title}", to=url_for("workforce.worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, title, status=422)


def _worker(worker_id: int) -> Worker:
    return queries.worker(worker_id, viewer=viewer(), permission=Perm.WORKER_EDIT) or abort(404)


def _hang(entry: Entry) -> None:
    """The two views of a kind: ask, and add."""

    @requires(Perm.WORKER_EDIT)
    def ask(worker_id: int) -> ResponseReturnValue:
        form = entry.form()
        form.offer(fact_choices(clock.today()))
        return _asked(_worker(worker_id), form, entry.title)

    @requires(Perm.WORKER_EDIT)
    def add(worker_id: int) -> ResponseReturnValue:
        worker, form = _worker(worker_id), entry.form()
        form.offer(fact_choices(clock.today()))
        answer: ResponseReturnValue = _take(worker, form, entry.title, lambda said: entry.add(worker, said, _who()))
        return answer

    address = f"/workers/<int:worker_id>/{entry.slug}"
    bp.add_url_rule(f"{address}/new", f"{entry.slug}_new", ask, methods=["GET"])
    bp.add_url_rule(address, f"{entry.slug}_add", add, methods=["POST"])


for each in ENTRIES:
    _hang(each)


@bp.get("/certificates/<int:record_id>/registration")
@requires(Perm.WORKER_EDIT)
def registration_new(record_id: int) -> ResponseReturnValue:
    """Ask for a registration period."""
    found = papers.certificate(record_id, viewer=viewer()) or abort(404)
    return _asked(found.worker, forms.RegistrationForm(), "登记证书有效期")


@bp.post("/certificates/<int:record_id>/registration")
@requires(Perm.WORKER_EDIT)
def registration_add(record_id: int) -> ResponseReturnValue:
    """Add it."""
    found = papers.certificate(record_id, viewer=viewer()) or abort(404)
    answer: ResponseReturnValue = _take(
        found.worker, forms.RegistrationForm(), "登记证书有效期",
        lambda said: services.add_registration(found.record, **_in_hundredths(said), **_who()),
    )  # fmt: skip
    return answer


@bp.get("/appointments/<int:record_id>/end")
@requires(Perm.WORKER_EDIT)
def appointment_end_ask(record_id: int) -> ResponseReturnValue:
    """Ask for last day and reason."""
    found = papers.appointment(record_id, viewer=viewer()) or abort(404)
    form = forms.AppointmentEndForm()
    form.versioned(found.record)
    return _asked(found.worker, form, "登记离任")


@bp.post("/appointments/<int:record_id>/end")
@requires(Perm.WORKER_EDIT)
def appointment_end(record_id: int) -> ResponseReturnValue:
    """离任."""
    found = papers.appointment(record_id, viewer=viewer()) or abort(404)
    answer: ResponseReturnValue = _take(
        found.worker, forms.AppointmentEndForm(), "登记离任",
        lambda said: services.end_appointment(found.record, **said, **_who()), found.record,
    )  # fmt: skip
    return answer


@bp.post("/results/<int:record_id>/confirmation")
@requires(Perm.WORKER_VERIFY)
def result_confirmation(record_id: int) -> ResponseReturnValue:
    """确认 of a year's rating: from now on it counts."""
    found = papers.result(record_id, viewer=viewer()) or abort(404)
    answer: ResponseReturnValue = _take(
        found.worker, EntryForm(), "确认年度考核结果",
        lambda _: services.confirm_result(found.record, found.worker, on=clock.today(), **_who()), found.record,
    )  # fmt: skip
    return answer
