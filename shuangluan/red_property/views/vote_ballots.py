"""选票: entered by one and checked by another, by keyboard alone; what differs is settled (RP-23, RP-64)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import BadParameter, page_number
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property.forms.votes import BallotForm, CheckForm, DeliveryForm, SettleForm, WhyForm
from shuangluan.red_property.models import Ballot, OwnerGroup, OwnersVote
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import ballots as drawn
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.queries.vote_counts import Box
from shuangluan.red_property.rules import vote_lines
from shuangluan.red_property.rules.ballots import BALLOT_CLASS_LABEL, BallotClass, Problem
from shuangluan.red_property.rules.rosters import masked
from shuangluan.red_property.rules.vote_words import (
    BALLOT_CHECK_LABEL,
    DELIVERY_LABEL,
    MEDIUM_LABEL,
    BallotCheck,
    DeliveryMethod,
    Medium,
)
from shuangluan.red_property.services import ballots
from shuangluan.red_property.services.ballots import Receipt
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.vote_pages import find

SIZE = 20
VIEWS = {"all": "全部", "waiting": "待核对", "differing": "两次录入不同"}
GROUP_VIEWS = {"all": "全部", "open": "还没有送达凭证", "silent": "还没有收到选票"}
TONE = {BallotCheck.ENTERED: "wait", BallotCheck.DIFFERS: "stop", BallotCheck.CHECKED: "done"}


@bp.route("/votes/<int:vote_id>/ballots", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def ballot_entry(vote_id: int) -> ResponseReturnValue:
    """Enter papers one after the other: number, choices, Enter; medium, moment and agent stay."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    form = BallotForm()
    if request.method == "GET":
        form.received_at.data = clock.wall(clock.now()).replace(second=0, microsecond=0)
    elif form.validate():
        try:
            with saving(form) as saved:
                receipt = Receipt(Medium(form.medium.data), _received(form), form.agent.data or "")
                made = ballots.enter_ballot(vote, form.line.data or "", receipt, by=actor(), at=clock.now())
                saved.to = url_for(".ballot_entry", vote_id=vote_id)
            fresh = BallotForm(
                formdata=None, medium=form.medium.data, received_at=form.received_at.data, agent=form.agent.data
            )
            return _entered(vote, fresh, f"已录 {made.no} 号选票", saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    return _entry_page(vote, form, "entry", 422 if request.method == "POST" else 200)


@bp.route("/votes/<int:vote_id>/ballots/checks", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def ballot_check(vote_id: int) -> ResponseReturnValue:
    """Read the same papers anew, without seeing what was entered."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    form = CheckForm()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                one = ballots.check_ballot(vote, form.line.data or "", by=actor(), at=clock.now())
                saved.to = url_for(".ballot_check", vote_id=vote_id)
            same = one.check_state is BallotCheck.CHECKED
            said = f"{one.no} 号核对一致" if same else f"{one.no} 号两次录入不同，放在一边，稍后看原票定夺"
            return _entered(vote, CheckForm(formdata=None), said, saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    return _entry_page(vote, form, "check", 422 if request.method == "POST" else 200)


def _received(form: BallotForm) -> datetime:
    """The moment as stored; the form saw to it that there is one."""
    return clock.from_wall(form.received_at.data or clock.wall(clock.now()))


def _entered(vote: OwnersVote, form: BaseForm, said: str, to: str) -> ResponseReturnValue:
    """The next one: the same page with an empty line, the cursor in it."""
    kind = "check" if isinstance(form, CheckForm) else "entry"
    return done(said, to=to, template="red_property/ballot_entry.html", block="entry", **_shown(vote, form, kind))


def _entry_page(vote: OwnersVote, form: BaseForm, kind: str, status: int) -> ResponseReturnValue:
    return page("red_property/ballot_entry.html", block="entry", status=status, **_shown(vote, form, kind))


def _shown(vote: OwnersVote, form: BaseForm, kind: str) -> dict[str, Any]:
    view, number = request.args.get("view", "all"), page_number(request.args.get("page", "1"))
    if view not in VIEWS:
        raise BadParameter("没有这个视图，请点上面的标签重选")
    motions = queries.motions(vote.id)
    numbers = drawn.numbers(vote.id)
    found = drawn.latest(vote.id, view=view, page=number, size=SIZE)
    hide = kind == "check"  # the second reader must not see the first reading
    return {
        "vote": vote,
        "kind": kind,
        "form": form,
        "motions": motions,
        "view": view,
        "views": [(key, label, _count(numbers, key)) for key, label in VIEWS.items()],
        "lines": [_line(ballot, group, hide=hide) for ballot, group in found[:SIZE]],
        "number": number,
        "has_next": len(found) > SIZE,
        "is_taking": ballots.is_entering(vote),
        "action": url_for(f".ballot_{kind}", vote_id=vote.id),
    }


def _count(numbers: drawn.Numbers, key: str) -> int:
    return {"all": numbers.all, "waiting": numbers.waiting, "differing": numbers.differing}[key]


def _line(ballot: Ballot, group: OwnerGroup, *, hide: bool = False) -> dict[str, Any]:
    waiting = ballot.check_state is not BallotCheck.CHECKED
    return {
        "ballot": ballot,
        "number": group.number,
        "names": group.names if group.is_developer else masked(group.names),
        "units": "、".join(group.units[:3]) + (f" 等 {len(group.units)} 套" if len(group.units) > 3 else ""),
        "choices": "" if hide and waiting else _choices(ballot.is_valid, ballot.choices),
        "second": _choices(ballot.second["is_valid"], ballot.second["choices"]) if ballot.second and not hide else "",
        "medium": MEDIUM_LABEL[ballot.medium],
        "received": clock.local(ballot.received_at).strftime("%m-%d %H:%M"),
        "agent": ballot.agent or "",
        "check": (BALLOT_CHECK_LABEL[ballot.check_state], TONE[ballot.check_state]),
    }


def _choices(is_valid: bool, choices: Any) -> str:
    if not is_valid:
        return "废票"
    told = [BALLOT_CLASS_LABEL[BallotClass(choices[seq])] for seq in sorted(choices, key=int)]
    return "、".join(told) if len(told) == 1 else "；".join(f"{place} {word}" for place, word in enumerate(told, 1))


@bp.get("/votes/<int:vote_id>/ballots/problems")
@requires(Perm.VOTE_WRITE)
def ballot_problems(vote_id: int) -> ResponseReturnValue:
    """What keeps the result: readings that differ, papers that contradict each other, agents beyond the limit."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    box = Box(vote)
    conflicts = sorted({number for one in box.found for number in one.numbers(Problem.CONFLICT)})
    agents = sorted({number for one in box.found for number in one.numbers(Problem.AGENT_LIMIT)})
    late = sorted({number for one in box.found for number in one.numbers(Problem.LATE)})
    return page(
        "red_property/ballot_problems.html",
        vote=vote,
        differing=[_line(*one) for one in drawn.latest(vote_id, view="differing", page=1, size=200)],
        conflicts=[_line(*one) for one in drawn.of_groups(vote_id, conflicts)],
        agents=[_line(*one) for one in drawn.by_numbers(vote_id, agents)],
        late=[_line(*one) for one in drawn.by_numbers(vote_id, late)],
        limit=box.settings.agent_limit,
        is_taking=ballots.is_entering(vote),
    )


Deed = Callable[[OwnersVote, Ballot, Any, dict[str, Any]], Any]
DEEDS: dict[str, tuple[str, type[BaseForm], Deed, str]] = {
    "settlement": (
        "以哪次录入为准", SettleForm,
        lambda vote, one, form, deed: ballots.settle_ballot(
            vote, one, second=form.which.data == "second", reason=form.reason.data or "", **deed
        ),
        "已定夺",
    ),
    "voiding": (
        "认定这张选票无效", WhyForm,
        lambda vote, one, form, deed: ballots.void_ballot(vote, one, reason=form.reason.data or "", **deed),
        "已认定无效，选票保留",
    ),
    "agent": (
        "核实代理", WhyForm,
        lambda vote, one, form, deed: ballots.clear_agent(vote, one, reason=form.reason.data or "", **deed),
        "已核实，按业主本人投票计",
    ),
}  # fmt: skip


@requires(Perm.VOTE_WRITE)
def ballot_deed(vote_id: int, ballot_id: int, deed: str) -> ResponseReturnValue:
    """Settle, void or clear one ballot, with the reason."""
    title, kind, do, said = DEEDS[deed]
    vote = find(vote_id, Perm.VOTE_WRITE)
    one = queries.ballot(ballot_id, vote_id) or abort(404)
    form = kind()
    form.versioned(one)
    back = url_for(".ballot_problems", vote_id=vote_id)
    if form.validate_on_submit():
        try:
            with saving(form, one):
                do(vote, one, form, {"by": actor(), "at": clock.now()})
            return done(said, to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    group = next(iter(drawn.by_numbers(vote_id, [one.no])))[1]
    return page(
        "red_property/ballot_deed.html", block="dialog", status=status, vote=vote, line=_line(one, group), form=form,
        title=title, back=back,
    )  # fmt: skip


for _deed in DEEDS:
    bp.add_url_rule(
        f"/votes/<int:vote_id>/ballots/<int:ballot_id>/{_deed}", view_func=ballot_deed, methods=["GET", "POST"],
        defaults={"deed": _deed},
    )  # fmt: skip


@bp.route("/votes/<int:vote_id>/delivery", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def vote_delivery(vote_id: int) -> ResponseReturnValue:
    """Which counting units have their papers, and which with proof (RP-23, RP-28)."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    form = DeliveryForm()
    if request.method == "GET":
        form.delivered_on.data = clock.today()
    elif form.validate():
        try:
            with saving(form) as saved:
                groups = drawn.groups_numbered(vote_id, form.chosen)
                method, on = DeliveryMethod(form.method.data), form.delivered_on.data or clock.today()
                ballots.deliver(
                    vote, groups, method=method, on=on, receipt=form.receipt.data, by=actor(), at=clock.now()
                )
                saved.to = url_for(".vote_delivery", vote_id=vote_id)
            return done(f"已登记 {len(groups)} 个计数单位的送达", to=saved.to)
        except RuleBroken as broken:
            form.refuse(RuleBroken(broken.reason, "numbers" if broken.field == "line" else broken.field))
    return _delivery_page(vote, form, 422 if request.method == "POST" else 200)


def _delivery_page(vote: OwnersVote, form: DeliveryForm, status: int) -> ResponseReturnValue:
    view, number = request.args.get("view", "all"), page_number(request.args.get("page", "1"))
    if view not in GROUP_VIEWS:
        raise BadParameter("没有这个视图，请点上面的标签重选")
    groups, counts = drawn.group_page(vote.id, view=view, page=number, size=SIZE)
    return page(
        "red_property/vote_delivery.html", status=status, vote=vote, form=form, view=view,
        views=[(key, label, counts[key]) for key, label in GROUP_VIEWS.items()],
        lines=[_group(one) for one in groups], number=number, pages=-(-counts[view] // SIZE) or 1,
        is_taking=ballots.is_entering(vote), viewer_name=viewer().name,
    )  # fmt: skip


def _group(one: OwnerGroup) -> dict[str, Any]:
    return {
        "number": one.number,
        "names": one.names if one.is_developer else masked(one.names),
        "units": "、".join(one.units[:4]) + (f" 等 {len(one.units)} 套" if len(one.units) > 4 else ""),
        "area": vote_lines.area(one.area_x100),
        "delivery": DELIVERY_LABEL[one.delivery] if one.delivery else "",
        "delivered_on": one.delivered_on,
        "has_receipt": one.has_receipt,
    }
