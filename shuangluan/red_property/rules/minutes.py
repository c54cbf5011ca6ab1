"""纪要 in words, made from nothing but the content that was signed; print and Word draw the same (RP-63)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuangluan.red_property.rules.resolutions import RESOLUTION_LABEL, ResolutionState
from shuangluan.red_property.rules.signing import SIGN_WAY_LABEL, SignWay
from shuangluan.red_property.rules.words import (
    CONCLUSION_LABEL,
    PARTY_LABEL,
    RATIFICATION_LABEL,
    Conclusion,
    ItemKind,
    Party,
    Ratification,
)

Content = Mapping[str, Any]
"""The parsed canonical text: enums are their values, an empty text is None."""

NOTHING = "无"
CARRIED_HEAD = ("事项", "责任方", "期限", "落实")
RESOLVED_HEAD = ("序", "议定事项", "责任方", "责任人", "期限", "后续程序")
PARTS = ((ItemKind.REPORT, "二、通报"), (ItemKind.NEGOTIATE, "三、协商"), (ItemKind.OTHER, "其他"))
OPINIONS = (("居委会", "community_opinion"), ("业委会", "owners_opinion"), ("物业", "property_opinion"))


@dataclass(frozen=True)
class Signed:
    """A signature as it is printed: party, name, way and time; a party that did not sign has no name."""

    party: Party
    name: str = ""
    way: SignWay | None = None
    at: datetime | None = None  # local

    @property
    def words(self) -> str:
        """王某　11月16日 18:00 系统签认, or ××方未签认."""
        if self.way is None or self.at is None:
            return f"{PARTY_LABEL[self.party]}未签认"
        return f"{self.name}　{self.at:%m月%d日 %H:%M} {SIGN_WAY_LABEL[self.way]}"


@dataclass(frozen=True)
class Item:
    """One item: its title with topic and conclusion, what was said, what was resolved."""

    title: str
    note: str
    lines: tuple[str, ...]
    resolved: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Minutes:
    """Everything that stands on the paper, in its order."""

    title: str
    number: str
    held_on: str
    place: tuple[str, ...]  # 时间/地点/主持/记录, then who stood for the owners
    present: tuple[tuple[str, str], ...]
    carried: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, tuple[Item, ...]], ...]
    next_on: str
    signed: tuple[Signed, ...]
    amended: tuple[tuple[str, ...], ...]  # number, what, before → after, reason
    foot: str
    is_draft: bool


@dataclass(frozen=True)
class Frame:
    """What is printed around the content: title, names of topics, signatures, corrections, 校验码 and version."""

    title: str
    topics: Mapping[str, str]
    signed: Sequence[Signed]
    amended: Sequence[tuple[str, ...]]
    code: str
    version: int
    is_draft: bool


def title_of(meeting_title: str) -> str:
    """××小区××××年×月三方联席会议纪要."""
    return f"{meeting_title}议纪要"


def minutes(content: Content, frame: Frame) -> Minutes:
    """The words of the minutes of a content."""
    meeting = content["meeting"]
    return Minutes(
        title=title_of(frame.title),
        number=meeting["no"] or "未编号",
        held_on=meeting["held_on"],
        place=tuple(_place(meeting)),
        present=tuple(_present(content["attendance"])),
        carried=tuple(_carried(one) for one in content["follow_ups"]),
        parts=tuple(_parts(content, frame.topics)),
        next_on=meeting["next_on"] or "另行通知",
        signed=tuple(frame.signed),
        amended=tuple(frame.amended),
        foot=f"校验码 {frame.code}，第 {frame.version} 版。" if frame.version else "",
        is_draft=frame.is_draft,
    )


def _place(meeting: Content) -> Iterator[str]:
    until = f" 至 {meeting['ends_at']}" if meeting["ends_at"] else ""
    yield f"时间：{meeting['held_on']} {meeting['starts_at'] or ''}".rstrip() + until
    yield f"地点：{meeting['place'] or '—'}"
    yield f"主持：{meeting['chair'] or '—'}"
    yield f"记录：{meeting['recorder']}"
    yield from (f"{note}。" for note in meeting.get("owners_notes") or ())


def _present(attendance: Sequence[Content]) -> Iterator[tuple[str, str]]:
    for party in Party:
        there = [seat for seat in attendance if seat["party"] == party and seat["is_present"]]
        if there or party is not Party.OBSERVER:
            yield PARTY_LABEL[party], "、".join(_seat(seat) for seat in there) or "无人到会"


def _seat(seat: Content) -> str:
    capacity = f"（{seat['capacity']}）" if seat["capacity"] else ""
    left = f"，{seat['left']} 离开" if seat["left"] else ""
    return f"{seat['name']}{capacity}{left}"


def _carried(one: Content) -> tuple[str, ...]:
    state = f"{RESOLUTION_LABEL[ResolutionState(one['state'])]}。" if one["state"] else ""
    reason = f"（{one['reason']}）" if one["reason"] else ""
    put_off = f"，推迟到 {one['new_due_on']}" if one["new_due_on"] else ""
    owner = f"{PARTY_LABEL[Party(one['owner_party'])]} {one['owner_name'] or ''}" if one.get("owner_party") else ""
    return (
        f"{one['no'] or ''} {one['decided'] or ''}".strip(),
        owner.strip(),
        f"{one.get('due_on') or ''}{put_off}",
        f"{state}{one['text'] or ''}{reason}",
    )


def _parts(content: Content, topics: Mapping[str, str]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    by_item: dict[str, list[Content]] = {}
    for row in content["resolutions"]:
        by_item.setdefault((row["no"] or "").partition("-")[0], []).append(row)
    numbered = list(enumerate(content["items"], 1))
    for kind, label in PARTS:
        own = [_item(row, by_item.get(str(place), []), topics) for place, row in numbered if row["kind"] == kind]
        if own or kind is not ItemKind.OTHER:
            yield label, tuple(own)


def _item(row: Content, resolved: Sequence[Content], topics: Mapping[str, str]) -> Item:
    note = ""
    if row["kind"] == ItemKind.NEGOTIATE:
        ended = CONCLUSION_LABEL[Conclusion(row["conclusion"])] if row["conclusion"] else ""
        note = "，".join(word for word in (topics.get(row["topic"], row["topic"]), ended) if word)
    said = [line for line in (row["background"] or "").splitlines() if line.strip()]
    said += [f"{who}意见：{row[name]}" for who, name in OPINIONS if row[name]]
    return Item(row["title"] or "未写题目", note, tuple(said), tuple(_resolved(one) for one in resolved))


def _resolved(one: Content) -> tuple[str, ...]:
    return (
        one["no"] or "",
        one["text"] or "",
        PARTY_LABEL[Party(one["owner_party"])] if one["owner_party"] else "",
        one["owner_name"] or "",
        one["due_on"] or "",
        RATIFICATION_LABEL[Ratification(one["ratification"])],
    )
