"""What still keeps a record from being submitted, in plain words and with the field it is about (RP-8, RP-62)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shuangluan.red_property.rules.quorum import Quorum
from shuangluan.red_property.rules.resolutions import lacks_agreement
from shuangluan.red_property.rules.words import PARTY_LABEL, Conclusion, ItemKind, Party, Stance

MOST_NAMED = 20  # characters of an earlier resolution in a sentence
WITHOUT_A_PARTY = frozenset({Conclusion.CARRIED, Conclusion.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing to do; `anchor` is the id of the field on the form."""

    anchor: str
    text: str


@dataclass(frozen=True)
class ResolutionDraft:
    """A resolution as far as it is written."""

    id: int
    text: str
    owner_party: Party | None
    owner_person: str
    due_on: date | None
    stances: Mapping[Party, Stance | None]


@dataclass(frozen=True)
class ItemDraft:
    """An item as far as it is written; `missing` are the parties without anybody there when it starts."""

    id: int
    kind: ItemKind
    title: str
    conclusion: Conclusion | None
    resolutions: Sequence[ResolutionDraft]
    missing: Sequence[Party] = ()


@dataclass(frozen=True)
class CarriedDraft:
    """A resolution of an earlier meeting that this one has to follow up."""

    id: int
    text: str
    has_follow_up: bool
    needs_owner: bool = False  # its owner's company no longer serves the compound (RP-53)


@dataclass(frozen=True)
class RecordDraft:
    """A record as far as it is written; a missing text is empty."""

    held_on: date | None
    place: str
    chair: str
    quorums: Mapping[str, Quorum]  # by name of the compound
    carried: Sequence[CarriedDraft]
    items: Sequence[ItemDraft]
    parties: Sequence[Party]


def blockers(draft: RecordDraft, today: date) -> list[Blocker]:
    """Everything that still blocks submission, in the order of the page; empty when it may be submitted."""
    return [*_head(draft, today), *_table(draft), *_carried(draft.carried), *_items(draft)]


def _head(draft: RecordDraft, today: date) -> Iterator[Blocker]:
    if draft.held_on is None:
        yield Blocker("held_on", "会议信息：缺会议日期")
    elif draft.held_on > today:
        yield Blocker("held_on", "会议信息：会议日期还没有到，开完会再提交")
    if not draft.place.strip():
        yield Blocker("place", "会议信息：缺地点")
    if not draft.chair.strip():
        yield Blocker("chair", "会议信息：缺主持人")


def _table(draft: RecordDraft) -> Iterator[Blocker]:
    """A joint session goes on while one compound is quorate; with none it is 流会."""
    if not any(quorum.is_met for quorum in draft.quorums.values()):
        for name, quorum in draft.quorums.items():
            yield Blocker("attendance", f"三方到会：{name}{quorum.sentence}；确实没有到齐的，登记为流会")


def _carried(carried: Sequence[CarriedDraft]) -> Iterator[Blocker]:
    for one in carried:
        if not one.has_follow_up:
            yield Blocker(f"carried-{one.id}", f"上次落实“{named(one.text)}”：还没有写落实情况")
        if one.needs_owner:
            yield Blocker(f"carried-{one.id}", f"上次落实“{named(one.text)}”：原责任方已不服务本小区，请改派责任方")


def named(text: str) -> str:
    """An earlier resolution as a sentence names it: its number comes again every month, its words tell it apart."""
    return text if len(text) <= MOST_NAMED else f"{text[:MOST_NAMED]}…"


def _items(draft: RecordDraft) -> Iterator[Blocker]:
    for place, item in enumerate(draft.items, 1):
        for text, anchor in _item(item, draft):
            yield Blocker(anchor, f"第{place}议题：{text}")


def _item(item: ItemDraft, draft: RecordDraft) -> Iterator[tuple[str, str]]:
    anchor = f"item-{item.id}"
    if not item.title.strip():
        yield "缺题目", anchor
    if item.kind is not ItemKind.NEGOTIATE:
        if item.resolutions:
            yield "只有协商的议题能写议定事项", anchor
        return
    if item.conclusion is None:
        yield "缺结论", anchor
    names = "、".join(PARTY_LABEL[party] for party in item.missing)
    if names and item.conclusion not in WITHOUT_A_PARTY:
        yield f"开始时{names}已不在场，只能顺延或改为通报", anchor
    if item.conclusion is not Conclusion.AGREED and item.resolutions:
        yield "没有达成一致，不能有议定事项", anchor
    for resolution in item.resolutions:
        yield from ((text, f"resolution-{resolution.id}") for text in _resolution(resolution, draft))


def _resolution(resolution: ResolutionDraft, draft: RecordDraft) -> Iterator[str]:
    if not resolution.text.strip():
        yield "议定事项缺内容"
    if resolution.owner_party is None:
        yield "议定事项缺责任方"
    if not resolution.owner_person.strip():
        yield "议定事项缺责任人"
    if resolution.due_on is None:
        yield "议定事项缺期限"
    elif draft.held_on is not None and resolution.due_on <= draft.held_on:
        yield "议定事项的期限要晚于会议日期"
    without = lacks_agreement(resolution.stances, draft.parties)
    if without:
        names = "、".join(PARTY_LABEL[party] for party in without)
        yield f"{names}没有同意，请改为“未达成一致”或删去这条议定事项"
