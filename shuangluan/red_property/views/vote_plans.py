"""Drafting a vote and its motions (RP-7, RP-17)."""

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import attachments, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.votes import ClauseForm, MotionForm, PlanVoteForm, StepForm
from shuangluan.red_property.models import Motion, OwnersVote, Resolution
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import resolutions, vote_links
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.queries.books import law_on
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.vote_words import ElectorateScope
from shuangluan.red_property.services import votes
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.vote_pages import find


@bp.route("/votes/new", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def vote_new() -> ResponseReturnValue:
    """Draft a vote; `resolution=` brings what waits for the owners along as its first motion."""
    offered = queries.compounds(viewer())
    source = _source()
    form = PlanVoteForm()
    form.compound_id.choices = options(((str(one.id), one.name) for one in offered), "请选择")
    if request.method == "GET":
        _propose(form, source)
    elif form.validate():
        try:
            with saving(form) as saved:
                compound = next(one for one in offered if str(one.id) == form.compound_id.data)
                vote = votes.plan_vote(compound, form.plan, by=actor(), at=clock.now())
                if source is not None:
                    _bring_along(vote, source)
                saved.to = url_for(".vote_detail", vote_id=vote.id)
            return done("表决已起草，接着导入名册", to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("red_property/vote_form.html", status=status, form=form, vote=None, source=source)


def _source() -> Resolution | None:
    """The resolution of the address, while it waits for the owners."""
    number = request.args.get("resolution", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    found = resolutions.resolution(int(number), viewer=viewer())
    return found[0] if found and found[0].state is ResolutionState.AWAITS_OWNERS else None


def _propose(form: PlanVoteForm, source: Resolution | None) -> None:
    form.freeze_on.data = clock.today()
    if source is None:
        return
    places = vote_links.compounds_of(source)
    if len(places) == 1:
        form.compound_id.data = str(places[0].id)
    form.title.data = f"{'、'.join(one.name for one in places)}：{vote_links.origin(source).title}"[:120]


def _bring_along(vote: OwnersVote, source: Resolution) -> None:
    origin = vote_links.origin(source)
    votes.add_motion(
        vote, matter=vote_links.matter_asked(source), title=origin.title, text=source.text, resolution=source,
        scope=vote.electorate, by=actor(), at=clock.now(),
    )  # fmt: skip


@bp.route("/votes/<int:vote_id>/edit", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def vote_edit(vote_id: int) -> ResponseReturnValue:
    """Change the plan of a draft."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    form = PlanVoteForm(obj=None if request.method == "POST" else vote)
    form.compound_id.choices = options([(str(vote.compound_id), queries.compound_name(vote))])
    form.versioned(vote)
    if request.method == "GET":
        form.compound_id.data = str(vote.compound_id)
        form.closes_at.data = clock.wall(vote.closes_at)
    elif form.validate():
        try:
            with saving(form, vote):
                votes.change_vote(vote, form.plan, by=actor(), at=clock.now())
            return done("表决已修改", to=url_for(".vote_detail", vote_id=vote_id))
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("red_property/vote_form.html", status=status, form=form, vote=vote, source=None)


@bp.route("/votes/<int:vote_id>/motions/new", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def motion_new(vote_id: int) -> ResponseReturnValue:
    """A further motion, of one's own or from a resolution that waits for the owners."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    waiting = queries.resolutions_waiting(vote)
    form = _motion_form(vote)
    form.resolution_id.choices = options(
        ((str(one.id), f"{one.no} {one.text[:40]}") for one in waiting), "不是联席会议定的"
    )
    if form.validate_on_submit():
        source = next((one for one in waiting if str(one.id) == form.resolution_id.data), None)
        scope = ElectorateScope(form.resolution_scope.data) if form.resolution_scope.data else None
        try:
            with saving(form) as saved:
                votes.add_motion(
                    vote, matter=form.matter.data, title=form.title.data or "", text=form.text.data or "",
                    resolution=source, scope=scope, by=actor(), at=clock.now(),
                )  # fmt: skip
                saved.to = url_for(".vote_detail", vote_id=vote_id)
            return done("议题已加上", to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    return _motion_page(vote, form, "加议题")


@bp.route("/votes/<int:vote_id>/motions/<int:motion_id>", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def motion_edit(vote_id: int, motion_id: int) -> ResponseReturnValue:
    """Other words for a motion of a draft."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    motion = queries.motion(motion_id, vote_id) or abort(404)
    form = _motion_form(vote, motion)
    del form.resolution_id, form.resolution_scope  # what it came from stays
    form.versioned(motion)
    if form.validate_on_submit():
        try:
            with saving(form, motion):
                votes.change_motion(
                    vote, motion, matter=form.matter.data, title=form.title.data or "", text=form.text.data or "",
                    by=actor(), at=clock.now(),
                )  # fmt: skip
            return done("议题已修改", to=url_for(".vote_detail", vote_id=vote_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _motion_page(vote, form, "修改议题")


@bp.route("/votes/<int:vote_id>/motions/<int:motion_id>/removal", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def motion_removal(vote_id: int, motion_id: int) -> ResponseReturnValue:
    """Ask, then take a motion back."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    motion = queries.motion(motion_id, vote_id) or abort(404)
    form, to = StepForm(), url_for(".vote_detail", vote_id=vote_id)
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                votes.remove_motion(vote, motion, by=actor(), at=clock.now())
                saved.to = to
            return done("议题已撤下", to=to)
        except RuleBroken as broken:
            form.refuse(broken)
    return removal_page(vote, form, f"撤下议题“{motion.title}”", "撤下议题", "和议定事项的关联一起撤下。", to)


def removal_page(
    vote: OwnersVote, form: StepForm, title: str, submit: str, told: str, back: str
) -> ResponseReturnValue:
    """Ask before something is taken away."""
    status = 422 if request.method == "POST" else 200
    return page(
        "red_property/vote_removal.html", block="dialog", status=status, vote=vote, form=form, title=title,
        submit=submit, told=told, back=back,
    )  # fmt: skip


def _motion_form(vote: OwnersVote, motion: Motion | None = None) -> MotionForm:
    form = MotionForm(obj=motion if request.method == "GET" else None)
    law = law_on(clock.local_day(vote.closes_at))
    form.matter.choices = options(((one.code, f"{one.item} {one.name}") for one in law.matters.values()), "请选择")
    form.resolution_id.choices = options((), "不是联席会议定的")
    return form


def _motion_page(vote: OwnersVote, form: MotionForm, title: str) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return page("red_property/motion_form.html", block="dialog", status=status, vote=vote, form=form, title=title)


@bp.route("/votes/<int:vote_id>/clause", methods=["GET", "POST"])
@requires(Perm.VOTE_WRITE)
def vote_clause(vote_id: int) -> ResponseReturnValue:
    """Attach the clause of the 议事规则 on silence (RP-25)."""
    vote = find(vote_id, Perm.VOTE_WRITE)
    form = ClauseForm()
    if form.validate_on_submit():
        at, by = clock.now(), actor()
        try:
            with attachments.stored(current_app.config["DATA_DIR"], form.uploads) as kept, saving(form) as saved:
                upload, name = kept[0]
                file = attachments.attach(vote.matter, upload, name, purpose="clause", by=by, at=at)
                votes.attach_clause(vote, file, by=by, at=at)
                saved.to = url_for(".vote_detail", vote_id=vote_id)
            return done("从多条款已附上", to=saved.to)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page("red_property/vote_clause.html", block="dialog", status=status, vote=vote, form=form)
