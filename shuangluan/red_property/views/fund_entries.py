"""The movements of funds: the register over all of them, one entered, corrected, taken away (RP-32)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import BadParameter
from shuangluan.kernel.web import actor, page, viewer
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.funds import FundEntryForm
from shuangluan.red_property.models import FundAccount, FundEntry
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import fund_register as stored
from shuangluan.red_property.services import funds
from shuangluan.red_property.tables.funds import FUND_ENTRIES, FundEntryLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.funds import CRUMB, find
from shuangluan.red_property.views.registers import form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, FUND_ENTRIES, stored.ENTRIES, FundEntryLine, "fund_entry",
    "每笔使用写明业主表决或应急维修、怎么分摊、公示日期", "登记维修资金以后，使用、续交、增值收益一笔一行。",
    write=Perm.FUND_WRITE, add="登记一笔",
)  # fmt: skip
hang(LISTING, "/fund-entries", Perm.REGISTER_READ)
HINTS = {
    "basis": "使用维修资金只有这两条路；联席会议定不能代替",
    "motion_id": "只列本小区已确定、达到表决比例的使用维修资金议题",
    "emergency_id": "只列本小区经街道或居委会确认的",
    "agreement": "按约定分摊的，写明约定的文件和分法",
    "posted_on": "向业主公示的日期；还没有公示的先空着",
}


@bp.route("/fund-entries/new", methods=["GET", "POST"])
@requires(Perm.FUND_WRITE)
def fund_entry_new() -> ResponseReturnValue:
    """A movement of the fund that `account` names; without one, ask which fund."""
    chosen = request.args.get("account", "")
    if not chosen:
        held = [(one.id, one.compound, areas().short(one.community)) for one in stored.writable(viewer())]
        return page("red_property/fund_choice.html", held=held, back=LISTING.address)
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):
        raise BadParameter("没有这一户维修资金，请从列表里重新选")
    account, row = find(int(chosen), to_write=True)
    form = _offered(FundEntryForm(), account)

    def deed(saved: Any) -> None:
        funds.book_entry(account, form.booking, by=actor(), at=clock.now())

    answer = saved_form(form, None, deed, "这一笔登记好了", lambda saved: _here(account.id))
    return answer or form_page(
        form, f"登记{row.compound}维修资金的一笔", _crumbs(account.id, row.compound), submit="登记", hints=HINTS,
        action=url_for(".fund_entry_new", account=account.id),
    )  # fmt: skip


def _offered(form: FundEntryForm, account: FundAccount) -> FundEntryForm:
    """The votes and the emergencies of the compound that open its fund."""
    votes, repairs = stored.passed_motions([account.compound_id]), stored.payable([account.compound_id])
    form.motion_id.choices = options(
        ((str(one.id), f"{one.title}（{clock.local_day(one.passed_at)} 确定）") for one in votes), "不依据表决"
    )
    form.emergency_id.choices = options(
        ((str(one.id), f"{one.title}（{one.confirmed_on} 确认）") for one in repairs), "不是应急维修"
    )
    return form


def _here(account_id: int) -> str:
    return url_for(".fund_detail", account_id=account_id)


def _crumbs(account_id: int, compound: str) -> list[tuple[str, str]]:
    return [(CRUMB, url_for(".fund_list")), (compound, _here(account_id))]


def _entry(entry_id: int) -> tuple[FundEntry, FundAccount, Any]:
    entry = stored.entry(entry_id, viewer=viewer(), day=clock.today()) or abort(404)
    account, row = find(entry.account_id, to_write=True)
    return entry, account, row


@bp.route("/fund-entries/<int:entry_id>/edit", methods=["GET", "POST"])
@requires(Perm.FUND_WRITE)
def fund_entry_edit(entry_id: int) -> ResponseReturnValue:
    """Correct a movement, or add the day on which it was posted."""
    entry, account, row = _entry(entry_id)
    form = _offered(FundEntryForm(), account)
    form.versioned(entry)
    if request.method == "GET":
        form.fill(entry)
    answer = saved_form(
        form, entry, lambda saved: funds.correct_entry(entry, form.booking, by=actor(), at=clock.now()),
        "这一笔已更正", lambda saved: _here(account.id),
    )  # fmt: skip
    crumbs = _crumbs(account.id, row.compound)
    return answer or form_page(form, f"更正{row.compound}维修资金的一笔", crumbs, submit="保存", hints=HINTS)


@bp.route("/fund-entries/<int:entry_id>/removal", methods=["GET", "POST"])
@requires(Perm.FUND_WRITE)
def fund_entry_removal(entry_id: int) -> ResponseReturnValue:
    """Ask, then take away a movement that came by mistake."""
    entry, account, row = _entry(entry_id)
    return removal_page(entry, entry.purpose, funds.remove_entry, crumbs=_crumbs(account.id, row.compound))
