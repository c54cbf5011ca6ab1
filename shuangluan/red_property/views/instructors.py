"""党建指导员: the register, one of them with the history, sent, corrected, removed (RP-5, RP-34)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import Saved, actor, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.registers import InstructorOfForm
from shuangluan.red_property.models import Instructor
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register
from shuangluan.red_property.queries import instructor_register as stored
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables.party import INSTRUCTORS, InstructorLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import detail_page, form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, INSTRUCTORS, stored.SOURCE, InstructorLine, "instructor",
    "没有党组织的企业由指导员联系；按企业计的数在“物业企业”里", "没有党组织的企业，先选派党建指导员。",
    write=Perm.COMPANY_WRITE, add="选派指导员",
)  # fmt: skip
hang(LISTING, "/instructors", Perm.REGISTER_READ)
HINTS = {"phone": "同名时用来认人", "basis": "选派的文件，如 双组通〔2026〕2号", "last_day": "还在任的空着"}


def _instructor(instructor_id: int) -> tuple[Instructor, Any]:
    today = clock.today()
    found = stored.instructor(instructor_id, viewer=viewer(), day=today) or abort(404)
    return found, stored.standing(found.id, today)


@bp.get("/instructors/<int:instructor_id>")
@requires(Perm.REGISTER_READ)
def instructor_detail(instructor_id: int) -> ResponseReturnValue:
    """One instructor: which company, since when, by what paper, what was done."""
    found, row = _instructor(instructor_id)
    line = InstructorLine(row, clock.today())
    facts = (
        ("物业企业", row.company, url_for(".company_detail", company_id=row.company_id)),
        ("选派日期", row.valid_from, ""),
        ("最后一天", line.until or "在任", ""),
        ("依据", row.basis, ""),
    )
    may = viewer().can(Perm.COMPANY_WRITE)
    return detail_page(LISTING, line, facts, found, under=f"{row.company}的党建指导员", may_write=may)


@bp.route("/instructors/new", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def instructor_new() -> ResponseReturnValue:
    """An instructor is sent to a company that the viewer may see."""
    form: Any = InstructorOfForm()
    del form.last_day
    own = company_register.writable(viewer(), clock.today())
    form.organisation_id.choices = options(((str(one.id), one.name) for one in own), "请选企业")
    named = {str(one.id): one for one in own}

    def deed(saved: Saved) -> None:
        by, at = actor(), clock.now()
        person = services.person_called(form.name.data, form.phone.data or "", by=by, at=at)
        made = services.send_instructor(
            named[form.organisation_id.data], person, valid_from=form.valid_from.data, basis=form.basis.data or "",
            by=by, at=at,
        )  # fmt: skip
        saved.to = url_for(".instructor_detail", instructor_id=made.id)

    crumbs = [("党建指导员", LISTING.address)]
    return saved_form(form, None, deed, "指导员登记好了", lambda saved: str(saved.to)) or form_page(
        form, "选派党建指导员", crumbs, submit="登记", hints=HINTS
    )


@bp.route("/instructors/<int:instructor_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def instructor_edit(instructor_id: int) -> ResponseReturnValue:
    """Correct the days and the paper of an instructor, or end his time."""
    found, row = _instructor(instructor_id)
    form: Any = InstructorOfForm()
    for name in ("organisation_id", "name", "phone"):
        delattr(form, name)
    form.versioned(found)
    if request.method == "GET":
        form.valid_from.data, form.basis.data = found.valid_from, found.basis
        form.last_day.data = last_day(found.valid_to)
    here = url_for(".instructor_detail", instructor_id=found.id)

    def deed(saved: Saved) -> None:
        services.correct_instructor(
            found, valid_from=form.valid_from.data, valid_to=day_after(form.last_day.data), basis=form.basis.data or "",
            by=actor(), at=clock.now(),
        )  # fmt: skip

    crumbs = [("党建指导员", LISTING.address), (row.person, here)]
    return saved_form(form, found, deed, "指导员已修改", lambda saved: here) or form_page(
        form, f"修改{row.person}", crumbs, submit="保存", hints=HINTS, about=row.company
    )


@bp.route("/instructors/<int:instructor_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def instructor_removal(instructor_id: int) -> ResponseReturnValue:
    """Ask, then take away an instructor who came by mistake."""
    found, row = _instructor(instructor_id)
    here = url_for(".instructor_detail", instructor_id=found.id)
    crumbs = [("党建指导员", LISTING.address), (row.person, here)]
    return removal_page(found, row.person, services.remove_instructor, crumbs=crumbs)
