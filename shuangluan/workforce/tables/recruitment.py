"""公开招聘 and its applicants declared once (WF-41, WF-112)."""

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.recruitment import Case
from shuangluan.workforce.rules.states import RECRUIT_LABEL, STAGE_LABEL, RecruitStage, RecruitState
from shuangluan.workforce.tables import FactLine

RECRUIT_TONE = {RecruitState.DRAFT: "", RecruitState.ANNOUNCED: "doing", RecruitState.CLOSED: "done"}


class RecruitLine(FactLine):
    """A notice in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The title opens its applicants."""
        return self.row.title, f"/workforce/recruit/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """How far it is."""
        return RECRUIT_LABEL[self.row.state], RECRUIT_TONE[self.row.state]


RECRUITS = Table(
    "recruit_plans",
    "公开招聘",
    (
        Column("title", "方案", sort=True, kind="link", value=lambda x: x.link, width=28),
        Column("doc_no", "文号", value=lambda x: x.row.doc_no, width=20),
        Column("announced", "公告", sort=True, kind="date", value=lambda x: x.row.announced_on, width=12),
        Column("wanted", "招聘", kind="num", value=lambda x: x.row.wanted, width=8),
        Column("applied", "报名", kind="num", value=lambda x: x.row.applied, width=8),
        Column("hired", "已聘用", kind="num", value=lambda x: x.row.hired, width=8),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=10),
    ),
    (
        Filter("q", "方案或文号"),
        Filter("state", "环节", "choice", tuple((one.value, RECRUIT_LABEL[one]) for one in RecruitState)),
        Filter("announced", "公告日期", "dates", more=True),
    ),
    (View("all", "全部"), View("open", "在办"), View("closed", "已办结")),
    default_sort="announced",
    default_desc=True,
)


class CaseLine(FactLine):
    """An applicant in words."""

    row: Case

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the applicant."""
        return self.row.applicant.name, f"/workforce/applicants/{self.row.applicant.id}"

    @property
    def stage(self) -> str:
        """How far, and why not further."""
        one = self.row.applicant
        return STAGE_LABEL[one.stage] + (f"（{one.out_reason}）" if one.out_reason else "")


def _mark(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{hundredths / 100:.2f}"


CASES = Table(
    "recruit_applicants",
    "应聘人",
    (
        Column("post", "岗位", sort=True, value=lambda x: areas().name(x.row.post.community), width=18),
        Column("place", "名次", kind="num", value=lambda x: x.row.place or "", width=8),
        Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
        Column("education", "学历", value=lambda x: x.row.applicant.education, width=12),
        Column("written", "笔试", kind="num", value=lambda x: _mark(x.row.applicant.written_x100), width=10),
        Column("interview", "面试", kind="num", value=lambda x: _mark(x.row.applicant.interview_x100), width=10),
        Column("total", "总成绩", kind="num", value=lambda x: x.row.total, width=10),
        Column("stage", "环节", value=lambda x: x.stage, width=24),
    ),
    (
        Filter("q", "姓名"),
        Filter("post", "岗位", "choice"),
        Filter("stage", "环节", "choice", tuple((one.value, STAGE_LABEL[one]) for one in RecruitStage)),
    ),
    (View("all", "全部"), View("within", "名额以内"), View("going", "在办"), View("hired", "已聘用"),
     View("out", "放弃或取消")),
    default_sort="post",
)  # fmt: skip
