"""The timeline of an appeal: audit entries as sentences, changes in Chinese, what a reporter may hear (GR-62)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from shuangluan.grid import rules
from shuangluan.grid.queries.story import Story
from shuangluan.grid.rules import AUDIT, LEG_LABEL, ROLE_LABEL, Action
from shuangluan.kernel import audit, clock
from shuangluan.kernel.permissions import ROLES

ATTACHED = "kernel.attachment.added"
CREATIONS = frozenset({rules.REGISTERED, ATTACHED})
# entries that only put into words what the entry before them did
EXPLAINING = frozenset(
    {
        rules.LEG_ISSUED, rules.RETURN_ASKED_WHY, rules.REMINDED_WITH, rules.CHECKED_WITH, rules.CONTACTED_WITH,
        rules.REWORKED_WHY, rules.REOPENED_WHY, rules.RECLASSIFIED_WHY, rules.MERGED_IN, rules.MERGED_OUT,
    }
)  # fmt: skip
ICONS: Mapping[str, str] = {
    rules.REGISTERED: "grid",
    ATTACHED: "clip",
    rules.TOLD: "phone",
    rules.REVEALED: "phone",
    rules.MERGED_IN: "link",
    AUDIT[Action.ACCEPT]: "check",
    AUDIT[Action.REJECT]: "x",
    AUDIT[Action.DISPATCH]: "next",
    AUDIT[Action.ASSIGN]: "next",
    AUDIT[Action.DELEGATE]: "next",
    AUDIT[Action.ESCALATE]: "up",
    AUDIT[Action.WHISTLE]: "flag",
    AUDIT[Action.SIGN]: "edit",
    AUDIT[Action.RESPOND]: "save",
    AUDIT[Action.CHECK]: "search",
    AUDIT[Action.CONTACT]: "phone",
    AUDIT[Action.CLOSE]: "check",
    AUDIT[Action.REWORK]: "undo",
    AUDIT[Action.REOPEN]: "undo",
    AUDIT[Action.CONFIRM_RETURN]: "undo",
    AUDIT[Action.MERGE]: "link",
    AUDIT[Action.REMIND]: "bell",
    AUDIT[Action.COMMENT]: "edit",
    AUDIT[Action.ADD_REPORTER]: "user",
    AUDIT[Action.LOCATE]: "pin",
}


@dataclass(frozen=True)
class Entry:
    """One line of a timeline, as the component draws it; `told`: the reporter may hear it."""

    at: datetime
    title: str
    by: str
    icon: str
    text: str = ""
    tag: str = ""
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    system: bool = False
    told: bool = False


def history(story: Story, *, told: bool = False) -> list[Entry]:
    """Newest first; with `told` only what may be said to this appeal's reporters, who never hear of others (GR-31)."""
    rows = [row for row in story.trail if not told or _may_be_told(row, story)]
    entries: list[Entry] = []
    last: dict[int, tuple[Any, int]] = {}  # matter → its latest row and the place of the entry
    for row in rows:
        before = last.get(row.matter_id)
        if before is not None and _explains(row, before[0]):
            place = before[1]
            entries[place] = _explained(entries[place], row, story)
        else:
            place = len(entries)
            entries.append(_entry(row, story))
        last[row.matter_id] = (row, place)
    return entries[::-1]


def _may_be_told(row: Any, story: Story) -> bool:
    if row.matter_id != story.appeal.matter_id:
        return False
    return row.action in rules.FOR_REPORTERS or bool(row.changes.get("for_reporter"))


def _explains(row: Any, before: Any) -> bool:
    """Written by the same hand in the same moment, right after what it explains."""
    same = (row.actor_id, row.at) == (before.actor_id, before.at)
    if row.action in (rules.MERGED_IN, rules.MERGED_OUT):
        return same and row.action == before.action
    return same and row.action in EXPLAINING


def _entry(row: Any, story: Story) -> Entry:
    own = row.matter_id == story.appeal.matter_id
    return Entry(
        at=clock.local(row.at),
        title=audit.SENTENCES.get(row.action, row.action),
        by=_by(row),
        icon=ICONS.get(row.action, "clock"),
        text=_text(row, story),
        tag="" if own else _child_number(row.matter_id, story),
        lines=[] if row.action in CREATIONS else story.names.changes(row.changes),
        system=row.action in rules.BEHIND or row.actor_id is None,
        told=own and _may_be_told(row, story),
    )


def _explained(entry: Entry, row: Any, story: Story) -> Entry:
    """The entry with the words, and the changes, of the one that belongs to it."""
    text = "　".join(part for part in (entry.text, _text(row, story)) if part)
    return replace(entry, text=text, lines=[*entry.lines, *story.names.changes(row.changes)])


def _by(row: Any) -> str:
    role = ROLES.get(row.role, "")
    return " · ".join(part for part in (row.actor_name, role) if part)


def _child_number(matter_id: int, story: Story) -> str:
    numbers = {one.matter_id: one.no for one in story.merged}
    return rules.short_number(numbers.get(matter_id, ""), story.today)


def _text(row: Any, story: Story) -> str:
    """What the entry says in words of its own."""
    changes: Mapping[str, Any] = row.changes
    words = str(changes.get("text") or "")
    if row.action == rules.LEG_ISSUED:
        return "　".join(part for part in (_leg_words(changes), words) if part)
    if row.action in (rules.MERGED_IN, rules.MERGED_OUT):
        return rules.short_number(words, story.today)
    if row.action == ATTACHED:
        return str((changes.get("name") or [None, ""])[1])
    if row.action == rules.TOLD:
        return f"{len(changes.get('reporters') or ())} 位诉求人"
    return words


def _leg_words(changes: Mapping[str, Any]) -> str:
    kind, role, to = changes.get("kind"), changes.get("role"), changes.get("to")
    if not to or kind not in list(rules.LegKind) or role not in list(rules.LegRole):
        return ""
    return f"{LEG_LABEL[rules.LegKind(kind)]}给{to}（{ROLE_LABEL[rules.LegRole(role)]}）"
