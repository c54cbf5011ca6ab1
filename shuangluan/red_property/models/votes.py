"""业主表决: the vote, its motions, the roster, the counting units, the ballots, the results (RP-7, RP-10)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Matter
from shuangluan.kernel.vault import SealedText
from shuangluan.red_property.rules.electorate import UnitStatus
from shuangluan.red_property.rules.vote_words import (
    BallotCheck,
    DeliveryMethod,
    ElectorateScope,
    Initiator,
    Medium,
    UnitKind,
    VoteForm,
)
from shuangluan.red_property.rules.votes import VoteState


class OwnersVote(Base):
    """业主表决; the totals stand from the freezing on. `clause_id`: the file of the 从多 clause (RP-25)."""

    __tablename__ = "red_property_vote"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    title: Mapped[str] = mapped_column(String(120))
    form: Mapped[VoteForm]
    initiator: Mapped[Initiator]
    initiator_note: Mapped[str] = mapped_column(String(200))
    proposers: Mapped[int | None]  # owners who demanded the assembly (物业管理条例13)
    electorate: Mapped[ElectorateScope]
    electorate_note: Mapped[str] = mapped_column(String(120))
    freeze_on: Mapped[date]
    opens_on: Mapped[date]
    closes_at: Mapped[datetime]
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    state: Mapped[VoteState]
    persons_total: Mapped[int | None]
    area_total_x100: Mapped[int | None]
    notified_on: Mapped[date | None]
    undeliverable_days: Mapped[int | None]  # how long what could not be delivered was posted
    result_posted_on: Mapped[date | None]
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[int]
    planner_name: Mapped[str] = mapped_column(String(40))
    search_text: Mapped[str] = mapped_column(String(400))
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(persons_total IS NULL) = (area_total_x100 IS NULL)", name="totals_together"),
        CheckConstraint("persons_total > 0 AND area_total_x100 > 0", name="totals"),
        Index(None, "community", "opens_on", "id"),
        Index(None, "opens_on", "id"),
        Index(None, "state", "opens_on", "id"),
    )


class Motion(Base):
    """A question put to the owners; `matter` is an item of 民法典 278."""

    __tablename__ = "red_property_motion"
    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("red_property_vote.id"))
    seq: Mapped[int]
    matter: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(2000))
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_resolution.id"), index=True)
    resolution_scope: Mapped[ElectorateScope | None]  # the owners that the resolution names (RP-17)
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        UniqueConstraint("vote_id", "seq"),
        CheckConstraint("(resolution_id IS NULL) = (resolution_scope IS NULL)", name="scope_of_resolution"),
    )


class RosterUnit(Base):
    """A row of the roster; areas in 0.01 ㎡. `owners` is JSON of [name, last four of the document], sealed."""

    __tablename__ = "red_property_roster_unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("red_property_vote.id"))
    unit: Mapped[str] = mapped_column(String(60))
    kind: Mapped[UnitKind]
    registered_x100: Mapped[int | None]
    surveyed_x100: Mapped[int | None]
    contract_x100: Mapped[int | None]
    status: Mapped[UnitStatus]
    titled: Mapped[bool]
    owners: Mapped[str] = mapped_column(SealedText)
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        UniqueConstraint("vote_id", "unit"),
        CheckConstraint("registered_x100 > 0 AND surveyed_x100 > 0 AND contract_x100 > 0", name="areas"),
    )


class OwnerGroup(Base):
    """计数单位, made when the roster freezes; `number` stands on its ballot. Delivery is one of the group's facts."""

    __tablename__ = "red_property_owner_group"
    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("red_property_vote.id"))
    number: Mapped[int]
    is_developer: Mapped[bool]
    names: Mapped[str] = mapped_column(SealedText)
    units: Mapped[list[str]] = mapped_column(JSON)
    area_x100: Mapped[int]
    delivery: Mapped[DeliveryMethod | None]
    delivered_on: Mapped[date | None]
    has_receipt: Mapped[bool]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        UniqueConstraint("vote_id", "number"),
        CheckConstraint("(delivery IS NULL) = (delivered_on IS NULL)", name="delivered"),
        CheckConstraint("NOT has_receipt OR delivery IS NOT NULL", name="receipt_of_delivery"),
    )


class Ballot(Base):
    """One paper received; kept even where it does not count. `second` is what the checker read, if it differed."""

    __tablename__ = "red_property_ballot"
    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("red_property_vote.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("red_property_owner_group.id"), index=True)
    no: Mapped[int]
    medium: Mapped[Medium]
    received_at: Mapped[datetime]
    agent: Mapped[str | None] = mapped_column(SealedText)
    agent_digest: Mapped[str] = mapped_column(String(64))  # tells the same agent of two ballots
    agent_cleared: Mapped[str] = mapped_column(String(200))
    is_valid: Mapped[bool]
    void_reason: Mapped[str] = mapped_column(String(200))
    choices: Mapped[dict[str, str]] = mapped_column(JSON)
    check_state: Mapped[BallotCheck]
    second: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int]
    enterer_name: Mapped[str] = mapped_column(String(40))
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None]
    checker_name: Mapped[str] = mapped_column(String(40))
    settled_reason: Mapped[str] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        UniqueConstraint("vote_id", "no"),
        Index(None, "vote_id", "check_state", "id"),
        CheckConstraint("(checked_at IS NULL) = (checked_by_id IS NULL)", name="checked_at_with_by"),
        CheckConstraint("checked_by_id <> entered_by_id", name="four_eyes"),
        CheckConstraint("(checked_at IS NULL) = (check_state = 'entered')", name="checked"),
    )


class VoteCount(Base):
    """One count of a vote: confirmed by one, finalised by another, then immutable; a recount is a further one."""

    __tablename__ = "red_property_vote_count"
    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("red_property_vote.id"))
    round: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    inputs_hash: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None]
    confirmer_name: Mapped[str] = mapped_column(String(40))
    finalised_at: Mapped[datetime | None]
    finalised_by_id: Mapped[int | None]
    finaliser_name: Mapped[str] = mapped_column(String(40))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        UniqueConstraint("vote_id", "round"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_at_with_by"),
        CheckConstraint("(finalised_at IS NULL) = (finalised_by_id IS NULL)", name="finalised_at_with_by"),
        CheckConstraint("finalised_at IS NULL OR confirmed_at IS NOT NULL", name="confirmed_before_final"),
    )


class VoteResult(Base):
    """What a count found for one motion: both policies, integers, the row of the law, the lines told (RP-24, D8)."""

    __tablename__ = "red_property_vote_result"
    id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("red_property_vote_count.id"))
    motion_id: Mapped[int] = mapped_column(ForeignKey("red_property_motion.id"), index=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("rule_scheme.id"))
    threshold_row: Mapped[str] = mapped_column(String(10))
    matter_class: Mapped[str] = mapped_column(String(10))
    persons_total: Mapped[int]
    area_total_x100: Mapped[int]
    classes: Mapped[dict[str, list[int]]] = mapped_column(JSON)
    participating_persons: Mapped[int]
    participating_area_x100: Mapped[int]
    agreeing_persons: Mapped[int]
    agreeing_area_x100: Mapped[int]
    passed: Mapped[bool]
    follow_asked: Mapped[bool]
    follow_choice: Mapped[str] = mapped_column(String(10))
    follow_reason: Mapped[str] = mapped_column(String(20))
    follow_passed: Mapped[bool | None]
    lines: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    __table_args__ = (UniqueConstraint("count_id", "motion_id"),)
