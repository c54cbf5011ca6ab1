"""The phone of the grid: 随手报, what waits for me, what I have reported, one appeal with its steps (GR-2, GR-72)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from shuangluan.grid import queries, rules, services
from shuangluan.grid.forms.registration import QuickReportForm
from shuangluan.grid.models import Appeal
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import Spot
from shuangluan.grid.queries.todo import STEPS
from shuangluan.grid.rules import Action, ReporterKind
from shuangluan.grid.views import addresses
from shuangluan.grid.views.blueprint import bp
from shuangluan.grid.views.intake import Intake
from shuangluan.grid.views.offers import offers
from shuangluan.kernel import clock
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import Asked, Page
from shuangluan.kernel.web import done, page, viewer, wants_fragment


@dataclass(frozen=True)
class Place:
    """One place of the bar at the bottom."""

    label: str
    icon: str
    endpoint: str
    permission: Perm

    @property
    def url(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint)

    @property
    def current(self) -> bool:
        """Whether this is the page."""
        return request.endpoint == self.endpoint


DOCK = (
    Place("首页", "home", "grid.phone_home", Perm.APPEAL_READ),
    Place("随手报", "edit", "grid.quick_report", Perm.APPEAL_REGISTER),
    Place("待我办", "inbox", "grid.phone_todo", Perm.APPEAL_READ),
    Place("我报的", "flag", "grid.phone_reports", Perm.APPEAL_READ),
)


OPENS_IN = {f"grid.{addresses.endpoint(action)}": addresses.opens_in(action) for action in Action}
HOME_ROWS = 5  # of each list on the home page


def _dock() -> list[Place]:
    return [place for place in DOCK if viewer().can(place.permission)]


def _home() -> str:
    return url_for("grid.phone_home")


@bp.get("/phone")
@requires(Perm.APPEAL_READ)
def phone_home() -> ResponseReturnValue:
    """What waits for me and what I have reported, the first few of each, and the big buttons."""
    who, now = viewer(), clock.now()
    waiting = queries.my_todo(who, queries.PHONE_TODO.asked(MultiDict()), now)
    reports = queries.my_reports(who, queries.PHONE_REPORTS.asked(MultiDict()), clock.local_day(now))
    return page(
        "grid/phone_home.html",
        dock=_dock(),
        waiting=[_todo_line(row, now) for row in waiting.rows[:HOME_ROWS]],
        waiting_total=waiting.total_text,
        reports=[_report_line(row, now) for row in reports.rows[:HOME_ROWS]],
        reports_total=reports.total_text,
    )


@bp.get("/phone/todo")
@requires(Perm.APPEAL_READ)
def phone_todo() -> ResponseReturnValue:
    """待我办, paged and searched."""
    now = clock.now()
    asked = queries.PHONE_TODO.asked(request.args)
    found = queries.my_todo(viewer(), asked, now)
    return _list_page(asked, found, [_todo_line(row, now) for row in found.rows], "现在没有等你办的。")


@bp.get("/phone/reports")
@requires(Perm.APPEAL_READ)
def phone_reports() -> ResponseReturnValue:
    """我报的, paged and searched."""
    now = clock.now()
    asked = queries.PHONE_REPORTS.asked(request.args)
    found = queries.my_reports(viewer(), asked, clock.local_day(now))
    return _list_page(asked, found, [_report_line(row, now) for row in found.rows], "你还没有报过诉求。")


def _list_page(asked: Asked, found: Page, lines: list[dict[str, Any]], empty: str) -> ResponseReturnValue:
    return page(
        "grid/phone_list.html",
        dock=_dock(),
        back_url=_home(),
        asked=asked,
        found=found,
        lines=lines,
        empty="没有找到，换几个字再搜。" if asked.values else empty,
    )


@bp.get("/phone/appeals/<int:appeal_id>")
@requires(Perm.APPEAL_READ)
def phone_appeal(appeal_id: int) -> ResponseReturnValue:
    """One appeal for a phone: how it stands, its photos, its steps as wide buttons."""
    who = viewer()
    story = queries.story(appeal_id, viewer=who, now=clock.now()) or abort(404)
    return page(
        "grid/phone_appeal.html",
        dock=_dock(),
        back_url=_home(),
        appeal=story.appeal,
        number=rules.short_number(story.appeal.no, story.today),
        category=story.names.category(story.appeal.category),
        level=rules.LEVEL_LABEL[story.appeal.level],
        state=(rules.STATE_LABEL[story.state], queries.STATE_TONE[story.state]),
        due=queries.due(story.appeal, story.book.calendar, story.now),
        sentence=queries.sentence(story),
        pictures=[_picture(row) for row in queries.pictures(story)],
        offers=offers(story, who),
    )


def _picture(row: Any) -> dict[str, str]:
    return {"url": url_for("overview.attachment", attachment_id=row.id), "name": row.name}


def _todo_line(row: Any, now: datetime) -> dict[str, Any]:
    """One to-do: its appeal, its deadline, its step."""
    step = STEPS[row.step]
    return {
        "title": row.title,
        "sub": row.note,
        "url": url_for("grid.phone_appeal", appeal_id=row.record_id),
        "due": _due(row.due_at, now),
        "act": (step.label, url_for(step.act or step.endpoint, **{step.argument: row.record_id})),
        "opens_in": OPENS_IN.get(step.act, ""),
    }


def _report_line(row: Any, now: datetime) -> dict[str, Any]:
    """One report: where, when, how far it has come."""
    today = clock.local_day(now)
    state = rules.AppealState.ARCHIVED if queries.is_archived(row, today) else row.state
    number = rules.short_number(row.no, today)
    return {
        "title": row.title,
        "sub": f"{number} · {row.address_text or '地点未定'}",
        "url": url_for("grid.phone_appeal", appeal_id=row.id),
        "state": (rules.STATE_LABEL[state], queries.STATE_TONE[state]),
    }


def _due(due_at: datetime | None, now: datetime) -> tuple[str, str] | None:
    """逾期, 今天 15:30, 11-27 and its tone; 24:00 of a day is stored as the next one's first moment."""
    if due_at is None:
        return None
    if due_at < now:
        return "逾期", "late"
    last = clock.local(due_at - timedelta(seconds=1))
    hour = "" if (last.hour, last.minute) == (23, 59) else f" {clock.local(due_at):%H:%M}"
    today = last.date() == clock.local_day(now)
    return (f"今天{hour}", "soon") if today else (f"{last:%m-%d}{hour}", "")


@bp.route("/quick-report", methods=["GET", "POST"])
@requires(Perm.APPEAL_REGISTER)
def quick_report() -> ResponseReturnValue:
    """随手报: building, 大类, a sentence, photos, perhaps a resident's phone."""
    intake = Intake(QuickReportForm)
    if request.method == "GET":
        intake.look()
        return _report_page(intake, ["advice", "submit"])
    to = intake.submit(_facts, _after)
    return done(intake.message, to=to) if to else _report_page(intake, "report")


def _report_page(intake: Intake, block: str | list[str]) -> ResponseReturnValue:
    advice_only = wants_fragment() and request.method == "GET"
    choices = None if advice_only else queries.phone_choices(intake.viewer, intake.day)
    if intake.where is not None:
        intake.form.place.data = intake.where.label if choices is None else intake.where.key
    return page(
        "grid/quick_report.html",
        block=block,
        choices=choices,
        key=intake.where.key if intake.where else "",
        apart=advice_only,
        dock=_dock(),
        **intake.shown,
    )


def _facts(intake: Intake) -> services.AppealFacts:
    """A finding is the registrar's own unless a resident's phone stands beside it."""
    form, where = intake.form, intake.where
    assert isinstance(form, QuickReportForm)
    assert where is not None
    phone = form.reporter_phone.data or ""
    company = intake.viewer.holds_role("property_liaison")
    own = services.ReporterFacts(ReporterKind.UNIT if company else ReporterKind.GRID_WORKER, intake.viewer.name)
    return services.AppealFacts(
        title="",
        description=form.description.data,
        category=form.category.data,
        source="resident" if phone else "patrol",
        place=where.place,
        community=where.community,
        address_text="",
        discovered_at=intake.now,
        reporter=services.ReporterFacts(ReporterKind.RESIDENT, phone=phone, wants_reply=True) if phone else own,
        recurs_of_id=intake.former(),
    )


def _after(appeal: Appeal, _where: Spot) -> str:
    return url_for("grid.phone_appeal", appeal_id=appeal.id)
