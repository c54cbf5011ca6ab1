"""质量观察: the list and its workbook, a new one on the phone, one with photos, changed, withdrawn, mended (RP-70)."""

from typing import Any

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import attachments, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import Saved, actor, done, page, saving, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.observations import MendedForm, ObservationEditForm, ObservationForm, WithdrawalForm
from shuangluan.red_property.models import Observation
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import observations as stored
from shuangluan.red_property.rules.observations import SERVICE_LABEL, ServiceItem, Verdict
from shuangluan.red_property.tables.observations import OBSERVATIONS, ObservationLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, saved_form, told

LISTING = Listing(
    SLICE, OBSERVATIONS, stored.SOURCE, ObservationLine, "observation",
    "义务质量总监在所联系企业的小区看到的；待整改的列入下次联席会通报，不用来打分", "义务质量总监在手机上登记。",
    write=Perm.OBSERVATION_WRITE, add="登记观察",
)  # fmt: skip
hang(LISTING, "/observations", Perm.REGISTER_READ)
HINTS = {
    "text": "这里只改字句；日期、小区、好坏记错了的，撤回以后重新登记",
    "mended_on": "看到整改好了的那天，由看的人写，企业不能自己说",
    "note": "如 已清走、已更换",
    "reason": "如 看错了小区、日期记错",
}


@bp.route("/observations/new", methods=["GET", "POST"])
@requires(Perm.OBSERVATION_WRITE)
def observation_new() -> ResponseReturnValue:
    """Write down what was seen, on the phone: only compounds of the viewer's own posts are offered."""
    form: Any = ObservationForm()
    own = {str(one.compound.id): one for one in stored.supervised(viewer().person_id, clock.today())}
    named = ((key, f"{one.compound.name}（{one.company}）") for key, one in own.items())
    form.compound_id.choices = options(named, "请选小区")
    if request.method == "GET":
        form.observed_on.data = clock.today()
        form.compound_id.data = next(iter(own)) if len(own) == 1 else ""
    if form.validate_on_submit():
        try:
            return _made(form, own)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("red_property/observation_new.html", status=status, form=form, own=own, back=LISTING.address)


def _made(form: Any, own: dict[str, stored.Supervised]) -> ResponseReturnValue:
    folder = current_app.config["DATA_DIR"]
    with attachments.stored(folder, form.uploads) as photos, saving(form) as saved:
        made = services.observe(
            own[form.compound_id.data].compound, observed_on=form.observed_on.data,
            item=ServiceItem(form.item.data), verdict=Verdict(form.verdict.data), text=form.text.data, photos=photos,
            by=actor(), at=clock.now(),
        )  # fmt: skip
        saved.to = url_for(".observation_detail", observation_id=made.id)
    return done("观察登记好了", to=saved.to)


def _observation(observation_id: int) -> tuple[Observation, ObservationLine]:
    today = clock.today()
    found = stored.observation(observation_id, viewer=viewer(), day=today) or abort(404)
    return found, ObservationLine(stored.standing(found.id, today), today)


def _is_his(line: ObservationLine) -> bool:
    return line.row.person_id == viewer().person_id or actor().role_in(line.row.community, "community_admin")


@bp.get("/observations/<int:observation_id>")
@requires(Perm.REGISTER_READ)
def observation_detail(observation_id: int) -> ResponseReturnValue:
    """One observation with its photos and what was done."""
    found, line = _observation(observation_id)
    photos = [
        {"url": url_for("overview.attachment", attachment_id=one.id), "name": one.name}
        for one in stored.photos_of(found)
    ]
    return page(
        "red_property/observation_detail.html",
        observation=found, line=line, photos=photos, item=SERVICE_LABEL[found.item], may_write=_is_his(line),
        year=clock.today().year,
        entries=[told(one) for one in history((Observation.__tablename__, [found.id]))],
    )  # fmt: skip


def _crumbs(line: ObservationLine) -> list[tuple[str, str]]:
    here = url_for(".observation_detail", observation_id=line.id)
    return [("质量观察", LISTING.address), (f"{line.row.compound} {line.row.observed_on}", here)]


@bp.route("/observations/<int:observation_id>/edit", methods=["GET", "POST"])
@requires(Perm.OBSERVATION_WRITE)
def observation_edit(observation_id: int) -> ResponseReturnValue:
    """Correct the words."""
    found, line = _observation(observation_id)
    form: Any = ObservationEditForm()
    form.versioned(found)
    if request.method == "GET":
        form.item.data, form.text.data = found.item.value, found.text
    crumbs = _crumbs(line)

    def deed(saved: Saved) -> None:
        services.correct_observation(
            found, item=ServiceItem(form.item.data), text=form.text.data, by=actor(), at=clock.now()
        )

    answer = saved_form(form, found, deed, "观察已修改", lambda saved: crumbs[-1][1])
    return answer or form_page(form, "修改观察", crumbs, submit="保存", hints=HINTS)


@bp.route("/observations/<int:observation_id>/mended", methods=["GET", "POST"])
@requires(Perm.OBSERVATION_WRITE)
def observation_mended(observation_id: int) -> ResponseReturnValue:
    """It was seen to be mended."""
    found, line = _observation(observation_id)
    form: Any = MendedForm()
    form.versioned(found)
    if request.method == "GET":
        form.mended_on.data = clock.today()
    crumbs = _crumbs(line)

    def deed(saved: Saved) -> None:
        services.find_mended(
            found, mended_on=form.mended_on.data, note=form.note.data or "", by=actor(), at=clock.now()
        )

    answer = saved_form(form, found, deed, "已记为整改", lambda saved: crumbs[-1][1])
    return answer or form_page(form, "已整改", crumbs, submit="记下", hints=HINTS, about=found.text)


@bp.route("/observations/<int:observation_id>/withdrawal", methods=["GET", "POST"])
@requires(Perm.OBSERVATION_WRITE)
def observation_withdrawal(observation_id: int) -> ResponseReturnValue:
    """Take back what was wrong: the place, the day or the verdict."""
    found, line = _observation(observation_id)
    form = WithdrawalForm()
    form.versioned(found)
    crumbs = _crumbs(line)

    def deed(saved: Saved) -> None:
        services.withdraw_observation(found, reason=form.data["reason"], by=actor(), at=clock.now())

    answer = saved_form(form, found, deed, "观察已撤回", lambda saved: crumbs[-1][1])
    told_also = "撤回以后不再计数，也不列入下次联席会的通报；记录和原因留着。"
    return answer or form_page(form, "撤回观察", crumbs, submit="撤回", hints=HINTS, about=told_also)
