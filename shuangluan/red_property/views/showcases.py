"""亮点小区: the register, one with its history, what the district names and corrects (RP-36)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import Saved, actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.registers import EndForm
from shuangluan.red_property.forms.upgrades import ShowcaseForm
from shuangluan.red_property.models import Showcase
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import compounds
from shuangluan.red_property.queries import showcase_register as stored
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.showcases import SHOWCASE_LABEL, ShowcaseKind
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables.upgrades import SHOWCASES, ShowcaseLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import LAST_DAY, form_page, removal_page, saved_form, told

LISTING = Listing(
    SLICE, SHOWCASES, stored.SOURCE, ShowcaseLine, "showcase", "由区委组织部公布，按类别和日期计",
    "区委组织部公布以后在这里登记。", write=Perm.SHOWCASE_WRITE, add="公布亮点小区",
)  # fmt: skip
hang(LISTING, "/showcases", Perm.REGISTER_READ)
HINTS = {"kind": "自治的要有在任的业委会，回迁楼的要是回迁小区", "valid_until": "一直在列的空着"}


def _showcase(showcase_id: int) -> tuple[Showcase, Any]:
    found = stored.showcase(showcase_id, viewer=viewer(), day=clock.today()) or abort(404)
    return found, stored.standing(showcase_id, clock.today())


@bp.get("/showcases/<int:showcase_id>")
@requires(Perm.REGISTER_READ)
def showcase_detail(showcase_id: int) -> ResponseReturnValue:
    """One with its history."""
    one, row = _showcase(showcase_id)
    return page(
        "red_property/showcase_detail.html", one=one, line=ShowcaseLine(row, clock.today()),
        place=areas().path(row.community), kind=SHOWCASE_LABEL[one.kind], year=clock.today().year,
        entries=[told(entry) for entry in history(("red_property_showcase", [one.id]))],
        may_write=viewer().can(Perm.SHOWCASE_WRITE),
    )  # fmt: skip


def _facts(form: Any) -> dict[str, Any]:
    days = Span(form.valid_from.data, day_after(form.valid_until.data))
    return {"kind": ShowcaseKind(form.kind.data), "days": days, "basis": form.basis.data or ""}


@bp.route("/showcases/new", methods=["GET", "POST"])
@requires(Perm.SHOWCASE_WRITE)
def showcase_new() -> ResponseReturnValue:
    """The district names a compound."""
    form = ShowcaseForm()
    known = {str(one.id): one for one in compounds.named_in(viewer(), Perm.SHOWCASE_WRITE)}
    form.compound_id.choices = options(
        ((key, f"{areas().short(one.community)} {one.name}") for key, one in known.items()), "请选小区"
    )

    def deed(saved: Saved) -> None:
        made = services.name_showcase(known[form.compound_id.data], by=actor(), at=clock.now(), **_facts(form))
        saved.to = url_for(".showcase_detail", showcase_id=made.id)

    answer = saved_form(form, None, deed, "亮点小区登记好了", lambda saved: str(saved.to))
    return answer or form_page(form, "公布亮点小区", [("亮点小区", LISTING.address)], submit="登记", hints=HINTS)


def _crumbs(one: Showcase, row: Any) -> list[tuple[str, str]]:
    return [("亮点小区", LISTING.address), (row.compound, url_for(".showcase_detail", showcase_id=one.id))]


@bp.route("/showcases/<int:showcase_id>/edit", methods=["GET", "POST"])
@requires(Perm.SHOWCASE_WRITE)
def showcase_edit(showcase_id: int) -> ResponseReturnValue:
    """Correct what was entered; the compound stays."""
    one, row = _showcase(showcase_id)
    form = ShowcaseForm()
    del form.compound_id
    form.versioned(one)
    if request.method == "GET":
        form.kind.data, form.basis.data = one.kind.value, one.basis
        form.valid_from.data, form.valid_until.data = one.valid_from, last_day(one.valid_to)
    crumbs = _crumbs(one, row)
    answer = saved_form(
        form, one, lambda saved: services.change_showcase(one, by=actor(), at=clock.now(), **_facts(form)),
        "已修改", lambda saved: crumbs[1][1],
    )  # fmt: skip
    return answer or form_page(form, f"修改{row.compound}", crumbs, submit="保存", hints=HINTS)


@bp.route("/showcases/<int:showcase_id>/end", methods=["GET", "POST"])
@requires(Perm.SHOWCASE_WRITE)
def showcase_end(showcase_id: int) -> ResponseReturnValue:
    """The last day on the list."""
    one, row = _showcase(showcase_id)
    form: Any = EndForm()
    form.versioned(one)
    crumbs = _crumbs(one, row)

    def deed(saved: Saved) -> None:
        reason = form.reason.data or ""
        services.end_showcase(one, last_day=form.last_day.data, reason=reason, by=actor(), at=clock.now())

    answer = saved_form(form, one, deed, "已登记最后一天", lambda saved: crumbs[1][1])
    return answer or form_page(form, f"{row.compound}不再列为亮点小区", crumbs, submit="登记", hints=LAST_DAY)


@bp.route("/showcases/<int:showcase_id>/removal", methods=["GET", "POST"])
@requires(Perm.SHOWCASE_WRITE)
def showcase_removal(showcase_id: int) -> ResponseReturnValue:
    """Ask, then take away what came by mistake."""
    one, row = _showcase(showcase_id)
    told_also = "不再列为亮点的，请用“不再列为亮点”；这里只删登记错了的。"
    return removal_page(
        one, f"{row.compound}的亮点", services.remove_showcase, crumbs=_crumbs(one, row), told_also=told_also
    )
