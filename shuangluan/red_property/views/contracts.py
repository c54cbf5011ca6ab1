"""物业合同: the register, one contract, a new one, its correction and its end (RP-5, RP-53, D20)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.registers import ContractForm, EndForm
from shuangluan.red_property.models import Contract
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import company_register
from shuangluan.red_property.queries import contract_register as stored
from shuangluan.red_property.rules.companies import CONTRACT_KIND_LABEL, ContractKind
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables.registers import CONTRACTS, ContractLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, removal_page, saved_form, told

LISTING = Listing(
    SLICE, CONTRACTS, stored.SOURCE, ContractLine, "contract", "联络员能看到的小区跟着合同的日期走",
    "登记合同以后，企业的联络员就能记录联席会。", write=Perm.CONTRACT_WRITE, add="登记合同",
)  # fmt: skip
hang(LISTING, "/contracts", Perm.REGISTER_READ)
HINTS = {
    "valid_until": "合同上写的最后一天；不定期的留空",
    "fee_text": "如：住宅 1.20 元/㎡·月",
    "filed_on": "在主管部门备案的日期",
}


def _contract(contract_id: int, *, to_write: bool = False) -> tuple[Contract, Any]:
    found = stored.contract(contract_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(contract_id, clock.today())
    if to_write and not viewer().holds_area(Perm.CONTRACT_WRITE, row.community):
        abort(404)
    return found, row


@bp.get("/contracts/<int:contract_id>")
@requires(Perm.REGISTER_READ)
def contract_detail(contract_id: int) -> ResponseReturnValue:
    """One contract with its history."""
    contract, row = _contract(contract_id)
    return page(
        "red_property/contract_detail.html",
        contract=contract,
        line=ContractLine(row, clock.today()),
        place=areas().path(row.community),
        kind=CONTRACT_KIND_LABEL[contract.kind],
        entries=[told(one) for one in history(("red_property_contract", [contract_id]))],
        year=clock.today().year,
        may_write=viewer().holds_area(Perm.CONTRACT_WRITE, row.community),
    )


def _offered(form: ContractForm) -> list[Compound]:
    held = list(stored.writable_compounds(viewer()))
    form.compound_id.choices = options(
        ((str(one.id), f"{areas().short(one.community)} {one.name}") for one in held), "请选小区"
    )
    pairs = company_register.companies(clock.today())
    form.organisation_id.choices = options(((str(key), name) for key, name in pairs), "请选企业")
    return held


def _facts(form: ContractForm) -> dict[str, Any]:
    return {
        "kind": ContractKind(form.kind.data),
        "valid_from": form.valid_from.data,
        "valid_to": day_after(form.valid_until.data),
        "fee_text": form.fee_text.data or "",
        "filed_on": form.filed_on.data,
    }


@bp.route("/contracts/new", methods=["GET", "POST"])
@requires(Perm.CONTRACT_WRITE)
def contract_new() -> ResponseReturnValue:
    """Register a contract for a compound of the viewer's."""
    form = ContractForm()
    compounds = {str(one.id): one for one in _offered(form)}

    def deed(saved: Any) -> None:
        organisation = company_register.company_organisation(int(form.organisation_id.data)) or abort(404)
        compound = compounds[form.compound_id.data]
        made = services.sign_contract(organisation, compound, by=actor(), at=clock.now(), **_facts(form))
        saved.to = url_for(".contract_detail", contract_id=made.id)

    answer = saved_form(form, None, deed, "合同登记好了", lambda saved: str(saved.to))
    return answer or form_page(form, "登记物业合同", [("物业合同", LISTING.address)], submit="登记", hints=HINTS)


@bp.route("/contracts/<int:contract_id>/edit", methods=["GET", "POST"])
@requires(Perm.CONTRACT_WRITE)
def contract_edit(contract_id: int) -> ResponseReturnValue:
    """Correct what was entered of a contract; compound and company stay."""
    contract, row = _contract(contract_id, to_write=True)
    form = ContractForm()
    del form.compound_id
    del form.organisation_id
    form.versioned(contract)
    if request.method == "GET":
        form.kind.data, form.fee_text.data = contract.kind.value, contract.fee_text
        form.filed_on.data = contract.filed_on
        form.valid_from.data, form.valid_until.data = contract.valid_from, last_day(contract.valid_to)
    here = url_for(".contract_detail", contract_id=contract_id)
    answer = saved_form(
        form, contract, lambda saved: services.change_contract(contract, by=actor(), at=clock.now(), **_facts(form)),
        "合同已修改", lambda saved: here,
    )  # fmt: skip
    crumbs = [("物业合同", LISTING.address), (row.compound, here)]
    return answer or form_page(form, f"修改{row.compound}的合同", crumbs, submit="保存", hints=HINTS)


@bp.route("/contracts/<int:contract_id>/end", methods=["GET", "POST"])
@requires(Perm.CONTRACT_WRITE)
def contract_end(contract_id: int) -> ResponseReturnValue:
    """The last day of a contract; with it the company's sight of the compound ends."""
    contract, row = _contract(contract_id, to_write=True)
    form: Any = EndForm()
    form.versioned(contract)
    here = url_for(".contract_detail", contract_id=contract_id)

    def deed(saved: Any) -> None:
        reason = form.reason.data or ""
        services.end_contract(contract, last_day=form.last_day.data, reason=reason, by=actor(), at=clock.now())

    answer = saved_form(form, contract, deed, "合同已终止", lambda saved: here)
    crumbs = [("物业合同", LISTING.address), (row.compound, here)]
    hints = {"last_day": "这一天以后，企业的联络员看不到这个小区"}
    return answer or form_page(form, f"终止{row.compound}的合同", crumbs, submit="终止合同", hints=hints)


@bp.route("/contracts/<int:contract_id>/removal", methods=["GET", "POST"])
@requires(Perm.CONTRACT_WRITE)
def contract_removal(contract_id: int) -> ResponseReturnValue:
    """Ask, then take away a contract that came by mistake."""
    contract, row = _contract(contract_id, to_write=True)
    crumbs = [("物业合同", LISTING.address), (row.compound, url_for(".contract_detail", contract_id=contract_id))]
    told_also = "合同和它带来的物业服务一起删除；合同到期或解除的，请用“终止合同”。"
    return removal_page(contract, f"{row.compound}的合同", services.remove_contract, crumbs=crumbs, told_also=told_also)
