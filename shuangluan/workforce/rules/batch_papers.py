"""The papers of a promotion batch: what each is called, its columns, who signs, what its letter says (WF-200)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangluan.workforce.rules.states import ItemState


class PaperKind(StrEnum):
    """Which paper; the value stands in the address."""

    REVIEW = "review"
    APPROVAL = "approval"
    PAY = "pay"
    REPLY = "reply"


PAPER_LABEL = {
    PaperKind.REVIEW: "初审意见表",
    PaperKind.APPROVAL: "审批表",
    PaperKind.PAY: "薪酬变动审批表",
    PaperKind.REPLY: "批复稿",
}
TITLE = {
    PaperKind.REVIEW: "社区工作者晋级初审意见表",
    PaperKind.APPROVAL: "社区工作者晋级审批表",
    PaperKind.PAY: "社区工作者薪酬变动审批表",
}
HEADS = {
    PaperKind.REVIEW: ("街道、社区", "姓名", "岗位", "现等级", "拟等级", "测算", "初审意见", "初审日期"),
    PaperKind.APPROVAL: ("街道、社区", "姓名", "岗位", "现等级", "拟等级", "每月变动（元）", "依据"),
    PaperKind.PAY: ("街道、社区", "姓名", "岗位", "现等级", "现月薪", "新等级", "新月薪", "每月增减", "起薪"),
    PaperKind.REPLY: ("街道、社区", "姓名", "岗位", "现等级", "批准等级"),
}
WIDTHS = {
    PaperKind.REVIEW: (0.2, 0.1, 0.1, 0.07, 0.07, 0.24, 0.12, 0.1),
    PaperKind.APPROVAL: (0.2, 0.1, 0.1, 0.08, 0.08, 0.1, 0.34),
    PaperKind.PAY: (0.22, 0.12, 0.11, 0.08, 0.11, 0.08, 0.11, 0.09, 0.08),
    PaperKind.REPLY: (0.38, 0.2, 0.18, 0.12, 0.12),
}
SIGNERS = {
    PaperKind.REVIEW: ("初审人", "街道（镇）意见"),
    PaperKind.APPROVAL: ("街道初审意见", "区级复核意见", "审批意见"),
    PaperKind.PAY: ("经办人", "区级复核意见", "审批意见"),
    PaperKind.REPLY: (),
}
SAMPLE = "金额按示例薪酬表测算，不作为发放依据"
NOBODY = "没有要列的人"


@dataclass(frozen=True)
class BatchPaper:
    """One paper, drawn on A4 and in Word alike; `mark` stands on every page."""

    kind: PaperKind
    title: str
    notes: Sequence[str]  # the line below the title: about what, by which number
    letter: Sequence[str]  # paragraphs before the table
    rows: Sequence[Sequence[str]]
    mark: str = ""

    @property
    def heads(self) -> Sequence[str]:
        """The columns."""
        return HEADS[self.kind]

    @property
    def widths(self) -> Sequence[float]:
        """Their shares of the page."""
        return WIDTHS[self.kind]

    @property
    def signers(self) -> Sequence[str]:
        """Who writes an opinion and signs."""
        return SIGNERS[self.kind]

    @property
    def is_wide(self) -> bool:
        """Whether it lies on its side; a letter does not."""
        return self.kind is not PaperKind.REPLY


def opinion(state: ItemState, note: str, *, is_reviewed: bool) -> str:
    """What the street said of an item: 通过, 存疑 with the reason, or nothing yet (WF-45)."""
    if state is ItemState.DOUBTFUL:
        return f"存疑：{note}"
    if state is ItemState.REMOVED:
        return f"剔除：{note}"
    return "通过" if is_reviewed else "未审"


@dataclass(frozen=True)
class Reply:
    """What the letter to the streets is about."""

    year: int
    effective_on: date
    first: str  # the first name of the list
    rising: int
    staying: int
    posted_on: date | None = None
    until: date | None = None

    @property
    def title(self) -> str:
        """关于 2025 年度社区工作者晋级的批复."""
        return f"关于 {self.year} 年度社区工作者晋级的批复"

    @property
    def letter(self) -> list[str]:
        """The paragraphs; the days of the publicity once it has begun."""
        days = f"于 {self.posted_on} 至 {self.until} 公示" if self.posted_on else "按规定公示"
        found = [
            "各街道、镇：",
            f"你们报来的 {self.year} 年度社区工作者晋级名单，经街道初审、区级复核，并{days}，"
            "异议已全部办结。现批复如下：",
            f"一、同意{self.first}等 {self.rising} 人晋级，名单附后，自 {self.effective_on} 起执行。",
            "二、月薪按新等级执行；执行日期以前已经发过的月份，差额在下一个薪酬月补发。",
        ]
        if self.staying:
            found.append(f"三、其余 {self.staying} 人等级不变，由所在街道、镇把理由告知本人。")
        return [*found, "请将批准结果记入本人档案，并送达等级说明书。"]
