"""The matters that owners decide together, and the shares the law asks for (RP-24, RP-30)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.parsing import Share, in_force, rows_of, text_of, whole

GENERAL, SPECIAL = "general", "special"
BASES = ("participating", "all")


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """The law of one time. `of_all`: agreement is counted against all owners, not against the participants."""

    row: str
    effective_from: date
    basis: str
    participation: Share
    of_all: bool
    agreement: Mapping[str, Share]  # by class


@dataclass(frozen=True, slots=True)
class VoteMatter:
    """One item of 民法典 278; `classes` tells for each row of the law whether it is general or special."""

    code: str
    item: int
    name: str
    classes: Mapping[str, str]


@dataclass(frozen=True)
class VoteLaw:
    """The document `owners_vote_matters`."""

    rows: tuple[ThresholdRow, ...]
    matters: Mapping[str, VoteMatter]
    not_votes: Mapping[str, str]  # code → how it is decided instead
    settings: tuple[Mapping[str, Any], ...]

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "VoteLaw":
        """The law of a scheme document. Raises RuleBroken, saying what is missing."""
        rows = tuple(_row(row) for row in rows_of(payload, "threshold_rows"))
        names = {row.row for row in rows}
        matters = {text_of(row, "code"): _matter(row, names) for row in rows_of(payload, "matters")}
        others = {text_of(row, "code"): text_of(row, "handling") for row in rows_of(payload, "not_votes")}
        return cls(rows, matters, others, tuple(rows_of(payload, "settings")))

    def row_on(self, day: date) -> ThresholdRow:
        """The row that counts for a vote closed on `day`. Raises RuleBroken before the first one."""
        rows = [row for row in self.rows if row.effective_from <= day]
        if not rows:
            raise RuleBroken(f"{day} 还没有可用的表决比例，只能补录 {self.rows[-1].effective_from} 以后的表决")
        return max(rows, key=lambda row: row.effective_from)

    def settings_on(self, day: date) -> "VoteSettings":
        """How owners and ballots are counted for a roster frozen or a vote closed on `day`."""
        return VoteSettings.parse(self.settings, day)


@dataclass(frozen=True, slots=True)
class VoteSettings:
    """How owners and ballots are counted (RP-22, RP-23, RP-28); days are calendar days."""

    blank_ballot_as: str
    distinct_owner_sets: bool
    count_titled_parking: bool
    agent_limit: int
    notice_days: int
    undeliverable_public_days: int
    result_public_days: int
    special_assembly_share: Share

    @classmethod
    def parse(cls, rows: Any, day: date | None = None) -> "VoteSettings":
        """The settings in force on `day` (None: the latest). Raises RuleBroken for a missing or wrong one."""
        values = in_force(rows_of({"settings": list(rows)}, "settings"), day)
        missing = [field.name for field in fields(cls) if field.name not in values]
        if missing:
            raise RuleBroken(f"表决设置缺少“{missing[0]}”")
        return cls(
            blank_ballot_as=_one_of(values["blank_ballot_as"], "blank_ballot_as", ("abstain", "invalid")),
            distinct_owner_sets=_one_of(values["distinct_owner_sets"], "distinct_owner_sets", (True, False)),
            count_titled_parking=_one_of(values["count_titled_parking"], "count_titled_parking", (True, False)),
            agent_limit=whole(values["agent_limit"], "agent_limit", least=1),
            notice_days=whole(values["notice_days"], "notice_days"),
            undeliverable_public_days=whole(values["undeliverable_public_days"], "undeliverable_public_days"),
            result_public_days=whole(values["result_public_days"], "result_public_days"),
            special_assembly_share=Share.parse(values["special_assembly_share"]),
        )


def _one_of(value: Any, key: str, known: tuple[Any, ...]) -> Any:
    if not any(value is one or (isinstance(one, str) and value == one) for one in known):
        raise RuleBroken(f"“{key}”不能写 {value!r}")
    return value


def _row(row: Mapping[str, Any]) -> ThresholdRow:
    base = _one_of(row.get("base"), "base", BASES)
    return ThresholdRow(
        text_of(row, "row"),
        date.fromisoformat(text_of(row, "effective_from")),
        text_of(row, "basis"),
        Share.parse(row.get("participation")),
        base == "all",
        {name: Share.parse(row.get(name)) for name in (GENERAL, SPECIAL)},
    )


def _matter(row: Mapping[str, Any], rows: set[str]) -> VoteMatter:
    classes = row.get("classes")
    if not isinstance(classes, Mapping) or set(classes) != rows:
        raise RuleBroken(f"表决事项“{row.get('name')}”要为每一行比例写明类别")
    for name in classes.values():
        _one_of(name, "classes", (GENERAL, SPECIAL))
    return VoteMatter(text_of(row, "code"), whole(row.get("item"), "item", least=1), text_of(row, "name"), classes)
