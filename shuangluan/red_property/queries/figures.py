"""The figures of meetings and resolutions (RP-65): each is a select of record ids, counted and opened by it (D6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select, and_, func, or_, select

from shuangluan.kernel import clock
from shuangluan.kernel.figures import Figure, Period
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.sources import Source
from shuangluan.kernel.tables import BadParameter
from shuangluan.red_property.models import Emergency, FeeReport, Meeting, OwnersVote, Resolution
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import (
    committee_register,
    company_register,
    emergency_register,
    fee_register,
    fund_register,
    party_units,
    showcase_register,
    votes,
)
from shuangluan.red_property.queries.books import Book, book_on
from shuangluan.red_property.queries.items import is_resolved, negotiated
from shuangluan.red_property.queries.month_figures import MonthConditions
from shuangluan.red_property.queries.months import is_own
from shuangluan.red_property.queries.visibility import visible
from shuangluan.red_property.rules import emergencies as repairs
from shuangluan.red_property.rules.companies import Cover
from shuangluan.red_property.rules.dates import month_in
from shuangluan.red_property.rules.resolutions import OPEN
from shuangluan.red_property.rules.showcases import ShowcaseKind
from shuangluan.red_property.rules.votes import VoteState
from shuangluan.red_property.rules.words import MeetingState

TASK = "red_property"
HLJS = "130803003007"  # 欢乐江山社区, whose rate is published
MEETINGS, RESOLUTIONS, ITEMS = "/red-property/meetings", "/red-property/resolutions", "/red-property/items"
VOTES, MONTHS = "/red-property/votes", "/red-property/months"
PARTY_UNITS = "/red-property/party-units"
COMPANIES, COMMITTEES = "/red-property/companies", "/red-property/committees"
FEES, SHOWCASES = "/red-property/fee-reports", "/red-property/showcases"
FUNDS, EMERGENCIES = "/red-property/funds", "/red-property/emergencies"


@dataclass(frozen=True)
class Frame:
    """Over what is counted: whose eyes, which area, which period, at which moment."""

    viewer: Viewer
    area: str | None
    period: Period
    now: datetime

    @property
    def day(self) -> date:
        """The local day."""
        return clock.local_day(self.now)

    @cached_property
    def meetings(self) -> Select[Any]:
        """Meetings of the area that the viewer may open."""
        found = visible(self.viewer, self.day, Meeting.id)
        return found.where(area_range(Meeting.community, self.area)) if self.area else found

    def of(self, register: Source) -> Select[Any]:
        """Records of a register that the viewer may see, of the area."""
        return register.within(self.viewer, self.day, self.area)

    @cached_property
    def resolutions(self) -> Select[Any]:
        """Resolutions in force of the area, of meetings that the viewer may open."""
        own = visible(self.viewer, self.day, Meeting.id)
        found = select(Resolution.id).where(Resolution.in_force, Resolution.meeting_id.in_(own))
        return found.where(area_range(Resolution.community, self.area)) if self.area else found

    def votes(self) -> Select[Any]:
        """Votes of the area that the viewer may open."""
        found = votes.visible(self.viewer, OwnersVote.id)
        return found.where(area_range(OwnersVote.community, self.area)) if self.area else found


    @cached_property
    def book(self) -> Book:
        """What holds on the day, read once for every figure."""
        return book_on(self.day)

    @cached_property
    def month(self) -> MonthConditions:
        """The last month of the period that has begun."""
        return MonthConditions(month_in(self.period.start, self.period.end, self.day), self.day, self.book)

    @cached_property
    def compounds(self) -> Select[Any]:
        """Compounds of the area whose months the viewer sees."""
        found = select(Compound.id).where(is_own(self.viewer, self.day))
        return found.where(area_range(Compound.community, self.area)) if self.area else found


@dataclass(frozen=True)
class Declared:
    """A figure before it is asked for; `of` is what it is a share of."""

    label: str
    unit: str
    definition: str
    register: str
    rows: Callable[[Frame], Select[Any]]
    of: Callable[[Frame], Select[Any]] | None = None
    hot: bool = False
    fen: tuple[Any, Any] | None = None  # summed over rows and over what they are a share of


def _unsigned(frame: Frame) -> Select[Any]:
    late = and_(Meeting.state == MeetingState.PENDING, Meeting.sign_due_at < frame.now)
    return frame.meetings.where(late)


def _inquorate(frame: Frame) -> Select[Any]:
    held = and_(Meeting.held_on >= frame.period.start, Meeting.held_on < frame.period.end)
    return frame.meetings.where(Meeting.state == MeetingState.INQUORATE, held)


def _met(frame: Frame) -> Select[Any]:
    return frame.compounds.where(frame.month.due, frame.month.met)


def _expected(frame: Frame) -> Select[Any]:
    return frame.compounds.where(frame.month.due, or_(frame.month.met, ~frame.month.exempt))


def _missed(frame: Frame) -> Select[Any]:
    return frame.compounds.where(frame.month.missed)


def _open(frame: Frame) -> Select[Any]:
    return frame.resolutions.where(Resolution.state.in_(OPEN))


def _overdue(frame: Frame) -> Select[Any]:
    return _open(frame).where(Resolution.due_on < frame.day)


def _fallen_due(frame: Frame) -> Select[Any]:
    """Whose first date lies in the period and is past, unless it was given up before it."""
    end = min(frame.period.end, frame.day)
    first = Resolution.first_due_on
    standing = or_(Resolution.cancelled_on.is_(None), Resolution.cancelled_on > first)
    return frame.resolutions.where(first >= frame.period.start, first < end, standing)


def _on_time(frame: Frame) -> Select[Any]:
    return _fallen_due(frame).where(Resolution.done_on <= Resolution.first_due_on)


def _resolved_issues(frame: Frame) -> Select[Any]:
    """One per item, however many resolutions it has."""
    found = negotiated(frame.viewer, frame.day).where(is_resolved(frame.period.end))
    if frame.area:
        found = found.where(area_range(Meeting.community, frame.area))
    return found


def _running(frame: Frame) -> Select[Any]:
    return frame.votes().where(OwnersVote.state.in_(votes.RUNNING))


def _overdue_votes(frame: Frame) -> Select[Any]:
    """Past their closing, and still without a result."""
    unfinished = OwnersVote.state.in_([VoteState.OPEN, VoteState.COUNTING])
    return frame.votes().where(unfinished, OwnersVote.closes_at < frame.now)


def _covered(cover: Cover) -> Callable[[Frame], Select[Any]]:
    return lambda frame: frame.of(company_register.SOURCE).where(company_register.of_cover(cover, frame.day))


def _red_committees(frame: Frame) -> Select[Any]:
    return frame.of(committee_register.SOURCE).where(committee_register.is_red(frame.day))


def _showcases(kind: ShowcaseKind) -> Callable[[Frame], Select[Any]]:
    return lambda frame: frame.of(showcase_register.SOURCE).where(showcase_register.of_kind(kind, frame.day))


def _fees_of_hljs(frame: Frame) -> Select[Any]:
    """The reports of the community for the last period that is over."""
    own = frame.of(fee_register.SOURCE).where(area_range(Compound.community, HLJS), FeeReport.valid_to <= frame.day)
    last = own.with_only_columns(func.max(FeeReport.valid_to), maintain_column_froms=True).scalar_subquery()
    return own.where(FeeReport.valid_to == last)


def _terms_ending(frame: Frame) -> Select[Any]:
    return frame.of(committee_register.SOURCE).where(committee_register.ending(frame.day, frame.book))


def _party_orgs(frame: Frame) -> Select[Any]:
    return frame.of(party_units.SOURCE).where(party_units.is_active(frame.day))


def _short_funds(frame: Frame) -> Select[Any]:
    return frame.of(fund_register.SOURCE).where(fund_register.short(frame.book.registers))


def _open_repairs(frame: Frame) -> Select[Any]:
    return frame.of(emergency_register.SOURCE).where(Emergency.state.in_(repairs.OPEN))


FIGURES: dict[str, Declared] = {
    "property.resolutions_open": Declared(
        "未完成的议定事项", "条", "已提交签认、还没有完成或取消的议定事项", RESOLUTIONS, _open
    ),
    "property.resolutions_overdue": Declared(
        "逾期的议定事项", "条", "未完成而现在的期限已过的议定事项", RESOLUTIONS, _overdue, hot=True
    ),
    "property.resolutions_on_time": Declared(
        "议定事项按期完成率", "条", "首次期限落在本期且已过的议定事项里，在首次期限以前完成的；推迟不改首次期限",
        RESOLUTIONS, _on_time, _fallen_due,
    ),
    "property.resolved_issues": Declared(
        "协商解决的物业问题", "件", "本期末以前，议定事项全部完成的协商议题；一个议题算一件", ITEMS, _resolved_issues
    ),
    "property.unsigned": Declared(
        "过期未签认的纪要", "次", "签认期限已过、三方还没有签齐的联席会", MEETINGS, _unsigned, hot=True
    ),
    "property.inquorate": Declared("流会", "次", "本期开会、三方没有到齐的联席会", MEETINGS, _inquorate, hot=True),
    "property.meetings": Declared(
        "联席会按月召开率", "个", "本期最后一个月里已开和补开的小区，占应开、没有免开的小区", MONTHS, _met, _expected
    ),
    "property.missed": Declared(
        "当月未开联席会的小区", "个", "本期最后一个月应开而未开的小区，流会、免开和还没到期的不算", MONTHS,
        _missed, hot=True,
    ),
    "property.votes_running": Declared(
        "进行中的业主表决", "次", "公示中、表决中、统计中和公示初步结果的业主表决", VOTES, _running
    ),
    "property.votes_uncounted": Declared(
        "截止了没有结果的表决", "次", "表决截止时间已过、结果还没有确定的业主表决", VOTES, _overdue_votes, hot=True
    ),
    "property.party_orgs": Declared(
        "物业服务企业党组织", "个", "在用的物业企业党组织，按组织计，联合党支部算一个", PARTY_UNITS, _party_orgs
    ),
    "property.instructors": Declared(
        "已派指导员的物业企业", "家", "没有党组织、有在任党建指导员的物业企业，按企业计", COMPANIES,
        _covered(Cover.INSTRUCTED),
    ),
    "property.uncovered": Declared(
        "党的工作空白的物业企业", "家", "没有党组织、也没有在任指导员的物业企业", COMPANIES,
        _covered(Cover.BLANK), hot=True,
    ),
    "property.red_committees": Declared(
        "红色业委会", "个", "最近一次认定全部条件符合、还在任期内的业委会", COMMITTEES, _red_committees
    ),
    "property.terms_ending": Declared(
        "快届满的业委会", "个", "180 天内届满或已经届满、还没有换届的业委会", COMMITTEES, _terms_ending, hot=True
    ),
    "property.fee_rate_hljs": Declared(
        "欢乐江山社区物业费收缴率", "元", "欢乐江山社区最近一个过完的收费期：各小区当期实收合计 ÷ 当期应收合计", FEES,
        _fees_of_hljs, _fees_of_hljs, fen=(FeeReport.received_fen, FeeReport.due_fen),
    ),
    "property.showcase_commercial": Declared(
        "商品楼红色物业亮点", "个", "区委组织部公布、现在在列的商品楼红色物业亮点小区", SHOWCASES,
        _showcases(ShowcaseKind.COMMERCIAL),
    ),
    "property.showcase_self_governed": Declared(
        "红色业委会居民自治亮点", "个", "区委组织部公布、现在在列的红色业委会居民自治亮点小区", SHOWCASES,
        _showcases(ShowcaseKind.SELF_GOVERNED),
    ),
    "property.showcase_resettlement": Declared(
        "回迁楼亮点", "个", "区委组织部公布、现在在列的回迁楼亮点小区", SHOWCASES,
        _showcases(ShowcaseKind.RESETTLEMENT),
    ),
    "property.funds_short": Declared(
        "要续交的维修资金", "户", "余额不到首期交存额规定比例的小区维修资金", FUNDS, _short_funds, hot=True
    ),
    "property.repairs_open": Declared(
        "办理中的应急维修", "件", "已申请、账目还没有公示的应急维修", EMERGENCIES, _open_repairs
    ),
}  # fmt: skip


def figures(viewer: Viewer, area: str | None, period: Period, now: datetime) -> Sequence[Figure]:
    """Every figure of the slice; none for who may not read meetings."""
    if not viewer.can(Perm.MEETING_READ):
        return []
    frame = Frame(viewer, area, period, now)
    hidden = () if viewer.can(Perm.VOTE_READ) else (VOTES,)
    return [figure_from(key, declared, frame) for key, declared in FIGURES.items() if declared.register not in hidden]


def figure_of(key: str, register: str, frame: Frame) -> Figure:
    """One figure that opens `register`. Raises BadParameter for an unknown one or one of other records."""
    declared = FIGURES.get(key)
    if declared is None or declared.register != register:
        raise BadParameter("没有这个指标，请从数据总览进入")
    return figure_from(key, declared, frame)


def rows_of(figure: Figure, part: str) -> Select[Any]:
    """The very ids that a figure counts (n), or those it is a share of (d). Raises BadParameter for another part."""
    found = {"n": figure.rows, "d": figure.of}.get(part or "n")
    if found is None:
        raise BadParameter("地址里的指标部分不对，请从数据总览进入")
    return found


def figure_from(key: str, declared: Declared, frame: Frame) -> Figure:
    """A declared figure over a frame."""

    def address(part: str) -> str:
        asked = {"figure": key, "part": part, "period": frame.period.key, "area": frame.area}
        return f"{declared.register}?{urlencode({name: text for name, text in asked.items() if text})}"

    return Figure(
        key=key,
        task=TASK,
        label=declared.label,
        unit=declared.unit,
        definition=declared.definition,
        rows=declared.rows(frame),
        address=address("n"),
        of=declared.of(frame) if declared.of else None,
        of_address=address("d") if declared.of else "",
        hot=declared.hot,
        fen=declared.fen,
    )
