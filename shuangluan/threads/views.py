"""Pages of the hand-overs: translation between HTTP and the steps."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from shuangluan.grid import queries as grid
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property.queries import records
from shuangluan.red_property.rules.words import MEETING_LABEL
from shuangluan.threads import handoffs
from shuangluan.threads.forms import MeetingItemForm
from shuangluan.threads.permissions import Perm

bp = Blueprint("threads", __name__, url_prefix="/threads")


@bp.route("/appeals/<int:appeal_id>/meeting-item", methods=["GET", "POST"])
@requires(Perm.APPEAL_TO_MEETING)
def appeal_to_meeting(appeal_id: int) -> ResponseReturnValue:
    """Put an appeal on the agenda of one of its compound's coming meetings."""
    appeal = grid.appeal(appeal_id, viewer=viewer()) or abort(404)
    here = url_for("grid.appeal_detail", appeal_id=appeal_id)
    coming = records.coming_meetings(appeal.compound_id, viewer=viewer()) if appeal.compound_id else []
    form = MeetingItemForm()
    form.meeting_id.choices = [
        SelectChoice(str(one.id), f"{one.title}（{MEETING_LABEL[one.state]}，{one.held_on}）") for one in coming
    ]
    if form.validate_on_submit():
        meeting = next(one for one in coming if str(one.id) == form.meeting_id.data)
        try:
            with saving(form) as saved:
                handoffs.appeal_to_meeting(appeal, meeting, by=actor(), at=clock.now())
                saved.to = here
            return done("已列入联席会议题", to=here)
        except RuleBroken as broken:
            form.refuse(broken)
    return page(
        "threads/meeting_item_new.html",
        status=422 if request.method == "POST" else 200,
        form=form,
        appeal=appeal,
        coming=coming,
        back=here,
    )
