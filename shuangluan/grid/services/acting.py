"""What every deed on an appeal shares: the check, the move, the promise, the bodies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealLeg
from shuangluan.grid.queries import Body, Book, File
from shuangluan.grid.rules import Action, AppealState, HandlingLevel, LegKind, LegRole, Standing, Who
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import MatterStage
from shuangluan.kernel.workdays import Deadline, Limit, Pause, Unit

DROPPED = {AppealState.REJECTED, AppealState.WITHDRAWN, AppealState.VOIDED, AppealState.MERGED}


@dataclass
class Doing:
    """A deed that was allowed: the file, who did it, when, under which book."""

    file: File
    standing: Standing
    who: Who
    book: Book
    by: audit.Actor
    at: datetime

    @property
    def appeal(self) -> Appeal:
        """The appeal itself."""
        return self.file.appeal

    @property
    def day(self) -> date:
        """The local day of the deed."""
        return clock.local_day(self.at)

    @property
    def wall(self) -> datetime:
        """The naive local moment that rules take."""
        return clock.wall(self.at)


def begin(action: Action, appeal: Appeal, *, by: audit.Actor, at: datetime, book: Book | None) -> Doing:
    """Check that `action` may be done now by this person. Raises RuleBroken with what to do instead."""
    day = clock.local_day(at)
    book = book or queries.book_on(day)
    file = queries.file_of(appeal)
    standing = queries.standing_of(file, book, day)
    who = queries.who_is(file, by, day)
    rules.check_can(action, standing, who, now=clock.wall(at), terms=book.terms)
    return Doing(file, standing, who, book, by, at)


def move(appeal: Appeal, state: AppealState) -> None:
    """Change the state, and the face that other slices see."""
    if state is not appeal.state:
        rules.check_can_move(appeal.state, state)
    appeal.state = state
    matter = appeal.matter
    matter.state, matter.state_label = state.value, rules.STATE_LABEL[state]
    if state is AppealState.CLOSED:
        matter.stage = MatterStage.DONE
    else:
        matter.stage = MatterStage.DROPPED if state in DROPPED else MatterStage.OPEN


def step(doing: Doing, action: Action) -> None:
    """Move to where the table of moves leads."""
    move(doing.appeal, rules.state_after(action, doing.standing, doing.who))


def moment(due: Deadline) -> datetime | None:
    """The moment after which it is late, as stored."""
    return clock.from_wall(rules.end_of(due.due_on, due.due_at)) if due.due_on else None


def pauses_of(file: File) -> list[Pause]:
    """The approved pauses of the present promise."""
    return [Pause(p.from_on, p.to_on) for p in file.pauses]


def set_due(appeal: Appeal, due: Deadline) -> None:
    """Write a reckoned promise into the appeal."""
    appeal.due_on, appeal.due_at = due.due_on, moment(due)
    severe = rules.end_of(due.severe_on, due.severe_at) if due.severe_on else None
    appeal.severe_at = clock.from_wall(severe) if severe else None
    appeal.remaining, appeal.is_provisional = due.remaining, due.provisional


def reckon(file: File, book: Book, *, extended_by: int | None = None) -> Deadline:
    """The present promise counted afresh from its facts; of a root, the earliest among its members' (GR-31).

    Raises RuleBroken where nothing was promised yet.
    """
    if file.appeal.promise_from is None:
        raise RuleBroken("这件诉求还没有受理，没有承诺期限")
    extension = file.extended_by if extended_by is None else extended_by
    pauses = pauses_of(file)
    promises = [_promise_of(file.appeal, book, pauses, extension)]
    if file.children:
        for child in queries.merged_into(file.appeal.id):
            if child.appeal.promise_from is not None:
                since = [_clipped(p, child.merged_on) for p in pauses if p.end is None or p.end > child.merged_on]
                promises.append(_promise_of(child.appeal, book, [*child.pauses, *since], extension))
    return rules.earliest(promises)


def _promise_of(appeal: Appeal, book: Book, pauses: Sequence[Pause], extended_by: int) -> Deadline:
    limit = Limit(appeal.promise_n or 0, Unit(appeal.promise_unit or "wd"))
    days = extended_by if limit.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY) else 0
    return rules.promise_due(promise_base(appeal), limit, book.calendar, book.terms.clock, pauses, days)


def _clipped(pause: Pause, merged_on: date) -> Pause:
    """A root's pause as it holds a child: not before the child was merged."""
    return Pause(max(pause.start, merged_on), pause.end)


def promise_base(appeal: Appeal) -> date | datetime:
    """Where the promise is counted from: a moment, or after a 重办 the date itself (GR-33)."""
    start = clock.wall(appeal.promise_from) if appeal.promise_from else clock.wall(appeal.registered_at)
    reopened = appeal.reopen_count > 0 and appeal.promise_unit in {"wd", "cd"}
    return start.date() if reopened else start


def leg_clocks(
    doing: Doing, body: HandlingLevel, issued: datetime, whistle: rules.WhistleKind | None
) -> rules.LegClock:
    """The clocks of a leg issued at the naive local moment, with the pauses of the present promise (GR-23, GR-28)."""
    terms, calendar, pauses = doing.book.terms, doing.book.calendar, pauses_of(doing.file)
    if whistle is not None:
        return rules.whistle_clock(issued, whistle, terms, calendar, pauses)
    limits = doing.book.catalogue.limits_of(doing.appeal.level)
    return rules.leg_clock(issued, limits, body, terms, calendar, pauses)


def send(
    doing: Doing,
    body: Body,
    kind: LegKind,
    *,
    role: LegRole = LegRole.LEAD,
    instruction: str = "",
    whistle: rules.WhistleKind | None = None,
    override_reason: str = "",
) -> AppealLeg:
    """Issue a leg; its clocks run from now. A new lead leg ends the running one."""
    appeal = doing.appeal
    if role is LegRole.LEAD and doing.file.lead is not None:
        doing.file.lead.is_current = False
        db.session.flush()
    clocks = leg_clocks(doing, body.level, clock.wall(doing.at), whistle)
    leg = AppealLeg(
        appeal_id=appeal.id,
        kind=kind,
        role=role,
        issued_at=doing.at,
        issued_by_id=doing.by.id or 0,
        issuer_area=office_of(doing.by, appeal.community),
        **_addressed_to(body),
        sign_due_at=moment(clocks.sign),
        contact_due_at=moment(clocks.contact) if clocks.contact else None,
        due_at=moment(clocks.finish),
        instruction=instruction,
        override_reason=override_reason,
        whistle=whistle,
        returnable=rules.is_returnable(kind),
        is_current=True,
    )
    db.session.add(leg)
    db.session.flush()
    doing.file.legs = [*doing.file.legs, leg]
    return leg


def _addressed_to(body: Body) -> dict[str, Any]:
    """The columns of a leg that say who is asked."""
    return {
        "to_area": body.area if body.organisation_id is None else None,
        "to_organisation_id": body.organisation_id,
        "to_person_id": body.person_id,
        "team_id": body.team_id,
        "to_company": body.is_company,
        "to_name": body.name,
    }


def office_of(by: audit.Actor, community: str) -> str:
    """The area in whose office the actor issues: his lowest one for this community."""
    for roles, length in (
        (("grid_leader", "grid_worker", "community_admin", "community_staff"), 12),
        (("street_staff", "street_leader"), 9),
    ):
        if by.role_in(community, *roles):
            return community[:length]
    return community[:6]


def changing(doing: Doing, action: Action) -> Any:
    """The audit of a deed on the appeal."""
    return audit.changing(rules.AUDIT[action], doing.appeal, by=doing.by, at=doing.at)
