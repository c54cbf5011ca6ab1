"""维修资金: the register, one fund with its ledger, its first deposit entered and corrected (RP-32)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.shares import share_text
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import actor, page, viewer
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.funds import FundForm
from shuangluan.red_property.models import FundAccount, FundEntry
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import fund_register as stored
from shuangluan.red_property.queries.books import register_terms_on
from shuangluan.red_property.rules.funds import SHARE_LABEL, Movement, ShareBasis, ledger, per_square_metre
from shuangluan.red_property.rules.money import yuan
from shuangluan.red_property.services import funds
from shuangluan.red_property.tables.funds import FUNDS, FundEntryLine, FundLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, removal_page, saved_form, told

LISTING = Listing(
    SLICE, FUNDS, stored.SOURCE, FundLine, "fund", "余额 = 首期交存 + 续交 + 增值收益 − 使用；低于首期的规定比例要续交",
    "登记首期交存以后，每一笔使用、续交都在这里入账。", write=Perm.FUND_WRITE, add="登记维修资金",
)  # fmt: skip
hang(LISTING, "/funds", Perm.REGISTER_READ)
HINTS = {
    "first_deposit": "首次归集的总额",
    "area": "共同分摊的专有部分面积，用来算每 ㎡ 摊多少；不知道的先空着",
}
CRUMB = "维修资金"


def find(account_id: int, *, to_write: bool = False) -> tuple[FundAccount, Any]:
    """A fund that the viewer may see, or keeps, with its row; otherwise the page that says there is none."""
    found = stored.account(account_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = stored.standing(account_id, clock.today())
    if to_write and not viewer().holds_area(Perm.FUND_WRITE, row.community):
        abort(404)
    return found, row


@bp.get("/funds/<int:account_id>")
@requires(Perm.REGISTER_READ)
def fund_detail(account_id: int) -> ResponseReturnValue:
    """One fund: what came and went with the balance after each, and what the owners were told."""
    account, row = find(account_id)
    today = clock.today()
    entries = stored.entries_of(account_id, today)
    share = register_terms_on(today).renew_share
    about = (FundAccount.__tablename__, [account_id]), (FundEntry.__tablename__, [one.id for one in entries])
    return page(
        "red_property/fund_detail.html",
        account=account, line=FundLine(row, today), place=areas().path(row.community), yuan=yuan,
        rows=_ledger(account, entries), renew=share_text(share.num, share.den), shares=SHARE_LABEL,
        entries=[told(one) for one in history(*about)], year=today.year,
        may_write=viewer().holds_area(Perm.FUND_WRITE, row.community),
    )  # fmt: skip


def _ledger(account: FundAccount, entries: Any) -> list[tuple[FundEntryLine, int, str]]:
    """(movement, balance after it, what it costs per ㎡), the newest first."""
    held = [Movement(one.kind, one.booked_on, one.amount_fen) for one in entries]
    lines = ledger(account.first_deposit_fen, held)
    found = []
    for one in reversed(lines):
        row = entries[one.place]
        area = account.area_x100 if row.share is ShareBasis.AREA else None
        found.append((FundEntryLine(row, clock.today()), one.left_fen, per_square_metre(row.amount_fen, area)))
    return found


@bp.route("/funds/new", methods=["GET", "POST"])
@requires(Perm.FUND_WRITE)
def fund_new() -> ResponseReturnValue:
    """The first deposit of a compound that has no fund here yet."""
    form = FundForm()
    held = {str(one.id): one for one in stored.writable_compounds(viewer())}
    form.compound_id.choices = options(
        ((key, f"{areas().short(one.community)} {one.name}") for key, one in held.items()), "请选小区"
    )

    def deed(saved: Any) -> None:
        made = funds.open_fund(held[form.compound_id.data], **form.facts, by=actor(), at=clock.now())
        saved.to = url_for(".fund_detail", account_id=made.id)

    answer = saved_form(form, None, deed, "维修资金登记好了", lambda saved: str(saved.to))
    return answer or form_page(form, "登记维修资金", [(CRUMB, LISTING.address)], submit="登记", hints=HINTS)


@bp.route("/funds/<int:account_id>/edit", methods=["GET", "POST"])
@requires(Perm.FUND_WRITE)
def fund_edit(account_id: int) -> ResponseReturnValue:
    """Correct the first deposit, or add the area."""
    account, row = find(account_id, to_write=True)
    form = FundForm()
    del form.compound_id
    form.versioned(account)
    if request.method == "GET":
        form.fill(account)
    here = url_for(".fund_detail", account_id=account_id)
    answer = saved_form(
        form, account, lambda saved: funds.change_fund(account, **form.facts, by=actor(), at=clock.now()),
        "维修资金已修改", lambda saved: here,
    )  # fmt: skip
    crumbs = [(CRUMB, LISTING.address), (row.compound, here)]
    return answer or form_page(form, f"修改{row.compound}的维修资金", crumbs, submit="保存", hints=HINTS)


@bp.route("/funds/<int:account_id>/removal", methods=["GET", "POST"])
@requires(Perm.FUND_WRITE)
def fund_removal(account_id: int) -> ResponseReturnValue:
    """Ask, then take away a fund that came by mistake."""
    account, row = find(account_id, to_write=True)
    crumbs = [(CRUMB, LISTING.address), (row.compound, url_for(".fund_detail", account_id=account_id))]
    return removal_page(account, f"{row.compound}的维修资金", funds.remove_fund, crumbs=crumbs)
