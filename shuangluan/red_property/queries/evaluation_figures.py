"""What an item of an evaluation counted, as a list: keys evaluation.<item>.<compound>.<year> (RP-37, D6)."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Select

from shuangluan.kernel.figures import Figure
from shuangluan.kernel.tables import BadParameter
from shuangluan.red_property.models import Contract, FeeReport, Meeting, MeetingCompound, Resolution
from shuangluan.red_property.queries import evaluation_facts as facts
from shuangluan.red_property.queries import fee_register
from shuangluan.red_property.queries.figures import FEES, MEETINGS, RESOLUTIONS, Declared, Frame, figure_from
from shuangluan.red_property.queries.months import of_year
from shuangluan.red_property.rules.months import MonthStatus

KEY = re.compile(r"evaluation\.([a-z_]+)\.([1-9][0-9]{0,8})\.(20[0-9]{2})")
MET = (MonthStatus.HELD, MonthStatus.MADE_UP)


def is_one(key: str) -> bool:
    """Whether a figure of an address is one of these."""
    return key.startswith("evaluation.")


def address(item: str, compound_id: int, year: int, part: str = "n") -> str:
    """The list of what an item of an evaluation counted."""
    register = MADE[item](compound_id, year).register
    return f"{register}?{urlencode({'figure': f'evaluation.{item}.{compound_id}.{year}', 'part': part})}"


def figure_of(key: str, register: str, frame: Frame) -> Figure:
    """The figure of an item that opens `register`. Raises BadParameter for an unknown one, or one of other records."""
    asked = KEY.fullmatch(key)
    if asked is None or asked[1] not in MADE:
        raise BadParameter("没有这个评分项目，请从评分的页面进入")
    declared = MADE[asked[1]](int(asked[2]), int(asked[3]))
    if declared.register != register:
        raise BadParameter("这个评分项目数的不是这张台账里的记录，请从评分的页面进入")
    return figure_from(key, declared, frame)


def _meetings(compound_id: int, year: int) -> Declared:
    def met(frame: Frame) -> Select[Any]:
        cells = of_year([compound_id], year, frame.day)[compound_id]
        ids = [cell.meeting_id for cell in cells if cell.month and cell.month.status in MET]
        return frame.meetings.where(Meeting.id.in_(ids))

    said = f"让这个小区 {year} 年某个月算已开或补开的联席会"
    return Declared("联席会按月召开", "次", said, MEETINGS, met)


def _resolutions(compound_id: int, year: int) -> Declared:
    def due(frame: Frame) -> Select[Any]:
        rows = facts.fallen_due(year, frame.now).where(MeetingCompound.compound_id == compound_id)
        return frame.resolutions.where(Resolution.id.in_(rows.with_only_columns(Resolution.id)))

    said = f"这个小区首次期限在 {year} 年到期的议定事项里，在首次期限以前完成的"
    return Declared(
        "议定事项按期完成率", "条", said, RESOLUTIONS, lambda frame: due(frame).where(facts.in_time()), due
    )


def _fees(compound_id: int, year: int) -> Declared:
    def reports(frame: Frame) -> Select[Any]:
        rows = facts.fee_reports(year).where(Contract.compound_id == compound_id)
        return frame.of(fee_register.SOURCE).where(FeeReport.id.in_(rows.with_only_columns(FeeReport.id)))

    return Declared("物业费收缴率", "份", f"这个小区 {year} 年各期的收缴情况，实收合计 ÷ 应收合计", FEES, reports)


def _unsigned(compound_id: int, year: int) -> Declared:
    def submitted(frame: Frame) -> Select[Any]:
        rows = facts.submitted(year).where(MeetingCompound.compound_id == compound_id)
        return frame.meetings.where(Meeting.id.in_(rows.with_only_columns(Meeting.id)))

    def late(frame: Frame) -> Select[Any]:
        return submitted(frame).where(facts.is_unsigned(frame.now))

    said = f"这个小区 {year} 年提交签认的联席会里，签认期限已过、三方没有签齐的"
    return Declared("纪要未签认率", "次", said, MEETINGS, late, submitted)


MADE: dict[str, Callable[[int, int], Declared]] = {
    "meeting_rate": _meetings,
    "resolution_on_time": _resolutions,
    "fee_rate": _fees,
    "unsigned": _unsigned,
}
