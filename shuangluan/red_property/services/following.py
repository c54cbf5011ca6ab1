"""What becomes of resolutions: reckoned from their story, never counted on (D8, RP-9, RP-15)."""

from datetime import date, datetime

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.models import FollowUp, Meeting, Resolution
from shuangluan.red_property.queries import carry, compounds, emergency_register
from shuangluan.red_property.queries.records import Record
from shuangluan.red_property.rules import ratification, sentences
from shuangluan.red_property.rules import resolutions as rules
from shuangluan.red_property.rules.emergencies import Papers
from shuangluan.red_property.rules.ratification import Shown
from shuangluan.red_property.rules.resolutions import Owner, ResolutionState, Standing
from shuangluan.red_property.rules.submission import named
from shuangluan.red_property.rules.words import Party, Ratification
from shuangluan.red_property.services.items import settle_resolution

NOTHING = Shown()


def standing_of(resolution: Resolution, day: date) -> Standing:
    """Where a resolution stood at the end of `day`. Raises RuleBroken for one whose record was not submitted."""
    if resolution.first_due_on is None or not resolution.in_force:
        raise RuleBroken("这条议定事项还没有提交签认")
    first = rules.first_state(resolution.ratification)
    return rules.as_of(first, resolution.first_due_on, carry.story(resolution.id), day)


def reckon(resolution: Resolution, *, by: audit.Actor, at: datetime) -> None:
    """Write what the story amounts to into the columns that lists sort by; its item tells where it came from."""
    standing = standing_of(resolution, date.max)
    resolution.state, resolution.due_on = standing.state, standing.due_on
    resolution.percent, resolution.postponements = standing.percent, standing.postponements
    story = carry.story(resolution.id)
    holder = rules.owner_as_of(_first_owner(resolution), story, date.max)
    resolution.holder_party, resolution.holder_name = holder.party, holder.name
    resolution.holder_since = holder.since
    resolution.done_on = _day_of(story, ResolutionState.DONE, standing)
    resolution.cancelled_on = _day_of(story, ResolutionState.CANCELLED, standing)
    db.session.flush()
    settle_resolution(resolution, by=by, at=at)


def _first_owner(resolution: Resolution) -> Owner:
    """Whom the signed record names, since the day of its meeting."""
    assert resolution.owner_party is not None  # submission asks for it
    meeting = db.session.get_one(Meeting, resolution.meeting_id)
    return Owner(resolution.owner_party, resolution.owner_name, meeting.held_on)


def _day_of(story: list[rules.FollowUpFact], state: ResolutionState, standing: Standing) -> date | None:
    if standing.state is not state:
        return None
    return next(fact.on for fact in reversed(story) if fact.state is state)


def follow_up(
    resolution: Resolution,
    *,
    text: str,
    by: audit.Actor,
    at: datetime,
    to: ResolutionState | None = None,
    percent: int | None = None,
    new_due_on: date | None = None,
    reason: str = "",
    owner: tuple[Party, str] | None = None,
    shown: Shown = NOTHING,
) -> FollowUp:
    """Progress between meetings: append-only, outside every signed hash (RP-19, RP-51).

    `owner` names who answers for it from now on (RP-53). `shown` is what was shown with it: files, signatures of the
    committee (RP-17). Raises RuleBroken beside the field.
    """
    day = clock.local_day(at)
    standing = standing_of(resolution, day)
    if not text.strip():
        raise RuleBroken("请写落实情况", "text")
    _check(standing, to, percent, new_due_on, reason, shown.evidence)
    if to is not None:
        _check_by_hand(resolution, standing, to, shown, day)
    if owner is not None:
        rules.check_owner(*owner, reason)
    row = FollowUp(
        resolution_id=resolution.id,
        meeting_id=None,
        on=day,
        is_final=True,
        text="；".join(part for part in (text, shown.words) if part)[:300],
        state=to,
        percent=percent,
        new_due_on=new_due_on,
        owner_party=owner[0] if owner else None,
        owner_name=owner[1].strip() if owner else "",
        reason=reason,
        written_at=at,
        written_by_id=by.id or 0,
        writer_name=by.name,
    )
    audit.created(sentences.FOLLOWED, row, by=by, at=at)
    reckon(resolution, by=by, at=at)
    return row


def _check_by_hand(
    resolution: Resolution, standing: Standing, to: ResolutionState, shown: Shown, day: date
) -> None:
    if to not in rules.BY_HAND:
        raise RuleBroken("这个状态由表决、项目或街道的结果带来，不能手工改", "state")
    members = compounds.committee_size(resolution.meeting_id, day)
    papers = _papers(resolution)
    ratification.check_ratified(resolution.ratification, standing.state, to, shown, members, papers)


def _papers(resolution: Resolution) -> Papers | None:
    """Of the emergency repair that a resolution asks for (RP-31)."""
    is_emergency = resolution.ratification is Ratification.EMERGENCY
    return emergency_register.papers_of(resolution.id) if is_emergency else None


def _check(
    standing: Standing,
    to: ResolutionState | None,
    percent: int | None,
    new_due_on: date | None,
    reason: str,
    evidence: int,
) -> None:
    rules.check_follow_up(
        standing,
        to=to or standing.state,
        percent=standing.percent if percent is None else percent,
        new_due_on=new_due_on,
        reason=reason,
        evidence=evidence,
    )


def check_follow_ups(record: Record) -> None:
    """What the meeting says of earlier resolutions must be possible. Raises RuleBroken, naming the resolution.

    The minutes that three parties sign are themselves the evidence that something is done.
    """
    for one in record.carried:
        row = one.follow_up
        try:
            standing = standing_of(one.resolution, record.meeting.held_on)
            _check(standing, row.state, row.percent, row.new_due_on, row.reason, evidence=1)
            if row.state is not None:
                ratification.check_ratified(
                    one.resolution.ratification, standing.state, row.state, NOTHING, 0, _papers(one.resolution)
                )
            if row.owner_party and one.changes_owner:
                rules.check_owner(row.owner_party, row.owner_name, row.reason)
        except RuleBroken as broken:
            raise RuleBroken(f"上次落实“{named(one.resolution.text)}”：{broken.reason}") from broken


def finish_follow_ups(record: Record, *, by: audit.Actor, at: datetime) -> None:
    """At submission what the meeting said of earlier resolutions counts, from the day of the meeting."""
    for one in record.carried:
        with audit.changing(sentences.FOLLOWED, one.follow_up, by=by, at=at):
            one.follow_up.on, one.follow_up.is_final = record.meeting.held_on, True
        reckon(one.resolution, by=by, at=at)


def bring_into_force(record: Record, *, by: audit.Actor, at: datetime) -> None:
    """The resolutions of a submitted record stand in the register."""
    for row in record.resolutions:
        row.in_force = True
        db.session.flush()
        reckon(row, by=by, at=at)


def withdraw(record: Record, *, by: audit.Actor, at: datetime) -> None:
    """A record sent back: what it decided and said counts no more until it is submitted again."""
    for row in record.resolutions:
        row.in_force = False
    for one in record.carried:
        one.follow_up.is_final = False
        db.session.flush()
        reckon(one.resolution, by=by, at=at)
