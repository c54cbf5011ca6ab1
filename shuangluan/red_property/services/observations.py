"""质量观察: made by the holder of the post; corrected, withdrawn, found mended by him or the secretary (RP-70)."""

from collections.abc import Sequence
from datetime import date, datetime

from shuangluan.extensions import db
from shuangluan.kernel import attachments, audit, clock, matters
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, MatterStage
from shuangluan.red_property.models import CrossPost, Observation
from shuangluan.red_property.queries.observations import supervised
from shuangluan.red_property.rules import observations as rules
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.observations import SERVICE_LABEL, ServiceItem, Verdict


def observe(
    compound: Compound, *, observed_on: date, item: ServiceItem, verdict: Verdict, text: str, by: audit.Actor,
    at: datetime, photos: Sequence[tuple[Upload, str]] = (),
) -> Observation:  # fmt: skip
    """What was seen on a day. Raises RuleBroken for who holds no post for the compound, and for a day to come."""
    rules.check_day(observed_on, clock.local_day(at))
    held = {one.compound.id: one.post for one in supervised(by.id or 0, observed_on)}
    if compound.id not in held:
        raise RuleBroken("你这一天不是服务这个小区的企业的义务质量总监", "compound_id")
    matter = matters.open_matter(
        kind="observation", area=compound.community, title=f"{compound.name}{SERVICE_LABEL[item]}：{text}"[:120],
        state=verdict, state_label=rules.VERDICT_LABEL[verdict],
    )  # fmt: skip
    matter.stage = MatterStage.OPEN if verdict is Verdict.TO_MEND else MatterStage.DONE
    row = Observation(
        matter=matter, post_id=held[compound.id].id, compound_id=compound.id, observed_on=observed_on, item=item,
        verdict=verdict, text=text,
    )  # fmt: skip
    audit.created(sentences.OBSERVED, row, by=by, at=at)
    matter.record_id = row.id
    for upload, stored in photos:
        attachments.attach(matter, upload, stored, purpose="photo", by=by, at=at)
    return row


def _check_is_his(row: Observation, by: audit.Actor) -> None:
    post = db.session.get_one(CrossPost, row.post_id)
    if post.person_id != by.id and not by.role_in(row.matter.area, "community_admin"):
        raise RuleBroken("由登记的义务质量总监本人或社区书记办理")
    rules.check_stands(row.withdrawn_on)


def correct_observation(
    row: Observation, *, item: ServiceItem, text: str, by: audit.Actor, at: datetime
) -> None:
    """Correct the words of an observation. Raises RuleBroken for somebody else's and for one that was withdrawn."""
    _check_is_his(row, by)
    with audit.changing(sentences.OBSERVATION_CORRECTED, row, by=by, at=at):
        row.item, row.text = item, text


def withdraw_observation(row: Observation, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """Take back an observation that was wrong: it stays to be read, counts no more and is told to no meeting.

    Raises RuleBroken for somebody else's, and for a second time.
    """
    _check_is_his(row, by)
    with audit.changing(sentences.OBSERVATION_WITHDRAWN, row, by=by, at=at):
        row.withdrawn_on, row.withdrawn_by_id, row.withdrawn_reason = clock.local_day(at), by.id, reason
    matters.settle(row.matter, state="withdrawn", label="已撤回", stage=MatterStage.DROPPED, by=by, at=at)


def find_mended(row: Observation, *, mended_on: date, note: str, by: audit.Actor, at: datetime) -> None:
    """It was seen to be mended on a day: the company does not say so itself."""
    _check_is_his(row, by)
    rules.check_may_mend(row.verdict, row.mended_on)
    rules.check_mended_on(row.observed_on, mended_on, clock.local_day(at))
    with audit.changing(sentences.OBSERVATION_MENDED, row, by=by, at=at):
        row.mended_on, row.mended_note = mended_on, note
    matters.settle(row.matter, state="mended", label="已整改", stage=MatterStage.DONE, by=by, at=at)
