"""What a vote puts up: the sheets to hang, objections entered, accepted, answered (RP-28, D22)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import Objection, Publicity
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.publicity.forms import DeclineForm, FindingForm, ObjectionForm
from shuangluan.kernel.web import actor, done, page, saving
from shuangluan.red_property.forms.votes import SheetForm, StepForm
from shuangluan.red_property.models import OwnersVote
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.votes import MOTIONS, RESULT, ROSTER
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.vote_pages import find

KINDS = {"roster": ROSTER, "motions": MOTIONS, "result": RESULT}
LEADS = {
    "roster": "下列业主名册用于本次业主表决：同一业主有几套房按一人计，没有售出和没有交付的按建设单位一人计。",
    "motions": "下列议题将由业主共同表决。",
    "result": "本次业主表决的初步统计结果如下。",
}
TAIL = {
    "roster": "面积按登记、实测、合同的先后取一种；房号、面积或业主有误的，请带证明更正。",
    "motions": "只表决公示过的议题。",
    "result": "测算结果不构成法律意见，以业主大会议事规则及有权机关认定为准。",
}
TITLES = {"accept": "受理异议", "decline": "不予受理", "finding": "写核实结论"}
FORMS: dict[str, type[BaseForm]] = {"accept": StepForm, "decline": DeclineForm, "finding": FindingForm}
SAID = {"accept": "已受理，核实后写结论", "decline": "已记下不予受理和原因", "finding": "结论已写下"}


@requires(Perm.VOTE_READ)
def vote_notice(vote_id: int, key: str) -> ResponseReturnValue:
    """The sheet to hang, as it was frozen."""
    vote = find(vote_id)
    put_up = _put_up(vote, key)
    return page(
        "red_property/vote_notice.html", vote=vote, publicity=put_up, lead=LEADS[key], tail=TAIL[key],
        back=url_for(".vote_detail", vote_id=vote_id),
    )  # fmt: skip


def _put_up(vote: OwnersVote, key: str) -> Publicity:
    """The newest list of that kind, or the page that says there is none."""
    put_up = publicity.rounds(KINDS[key], vote.id)
    return put_up[0] if put_up else abort(404)


@requires(Perm.VOTE_WRITE)
def objection_new(vote_id: int, key: str) -> ResponseReturnValue:
    """Enter an objection; it is answered before the vote opens."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    put_up = _put_up(vote, key)
    form = ObjectionForm()
    back = url_for(".vote_detail", vote_id=vote_id)
    if request.method == "GET":
        form.received_on.data = clock.today()
    elif form.validate():
        try:
            with saving(form) as saved:
                publicity.enter_objection(put_up, **form.values(), due_on=put_up.until, by=actor(), at=clock.now())
                saved.to = back
            return done("异议已登记", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page(
        "red_property/objection_form.html", block="dialog", status=status, vote=vote, form=form, back=back, key=key,
        put_up=put_up,
    )  # fmt: skip


@requires(Perm.VOTE_WRITE)
def objection_deed(vote_id: int, key: str, objection_id: int, deed: str) -> ResponseReturnValue:
    """Accept, decline or answer an objection."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    one = publicity.objection(objection_id, KINDS[key], vote_id) or abort(404)
    form: Any = FORMS[deed]()
    form.versioned(one)
    back = url_for(".vote_detail", vote_id=vote_id)
    if form.validate_on_submit():
        try:
            with saving(form, one):
                _decide(one, deed, form)
            return done(SAID[deed], to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page(
        "red_property/objection_deed.html", block="dialog", status=status, vote=vote, form=form, title=TITLES[deed],
        objection=one, back=back,
    )  # fmt: skip


@requires(Perm.VOTE_WRITE)
def objection_contact(vote_id: int, key: str, objection_id: int) -> ResponseReturnValue:
    """Ask what for, then show who raised it; recorded (PIPL 51)."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    one = publicity.objection(objection_id, KINDS[key], vote_id) or abort(404)
    form, shown = SheetForm(), None
    if form.validate_on_submit():
        try:
            with audit.transaction():
                shown = publicity.reveal_objector(one, purpose=form.reason.data or "", by=actor(), at=clock.now())
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" and shown is None else 200
    return page(
        "red_property/objection_contact.html", block="dialog", status=status, vote=vote, form=form, objection=one,
        shown=shown, back=url_for(".vote_detail", vote_id=vote_id),
    )  # fmt: skip


def _decide(one: Objection, deed: str, form: Any) -> None:
    who, at = actor(), clock.now()
    if deed == "accept":
        publicity.accept_objection(one, by=who, at=at)
    elif deed == "decline":
        publicity.decline_objection(one, reason=form.answer.data or "", by=who, at=at)
    else:
        publicity.decide_objection(one, finding=form.chosen, answer=form.answer.data or "", by=who, at=at)


_LIST = "/votes/<int:vote_id>/publicity/"
for _key in KINDS:
    _of = {"key": _key}
    bp.add_url_rule(f"/votes/<int:vote_id>/notices/{_key}", view_func=vote_notice, defaults=_of)
    bp.add_url_rule(f"{_LIST}{_key}/objections", view_func=objection_new, methods=["GET", "POST"], defaults=_of)
    _one = f"{_LIST}{_key}/objections/<int:objection_id>"
    bp.add_url_rule(f"{_one}/contact", view_func=objection_contact, methods=["GET", "POST"], defaults=_of)
    for _deed in FORMS:
        bp.add_url_rule(
            f"{_one}/{_deed}", view_func=objection_deed, methods=["GET", "POST"], defaults=_of | {"deed": _deed}
        )
