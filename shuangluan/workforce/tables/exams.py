"""全科考聘 declared once: examinations, marks, those with every subject (WF-119)."""

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.skills import Candidate
from shuangluan.workforce.rules.training import ALL_ROUND, GENERALIST
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine


class ExamLine(FactLine):
    """An examination in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The subject opens its marks."""
        return self.row.subject, f"/workforce/exams/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Before its day, without marks, with them."""
        if self.row.held_on > self.day:
            return "待考", "wait"
        return ("已登记成绩", "done") if self.row.examined else ("没有成绩", "stop")


EXAMS = Table(
    "skill_exams",
    "全科考聘",
    (
        Column("held", "日期", sort=True, kind="date", value=lambda x: x.row.held_on, width=12),
        Column("subject", "科目", sort=True, kind="link", value=lambda x: x.link, width=14),
        Column("doc_no", "文号", value=lambda x: x.row.doc_no, width=22),
        Column("pass_mark", "合格线", kind="num", value=lambda x: f"{x.row.pass_x100 / 100:g}", width=8),
        Column("examined", "参考", kind="num", value=lambda x: x.row.examined, width=8),
        Column("passed", "合格", kind="num", value=lambda x: x.row.passed, width=8),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=12),
    ),
    (Filter("q", "科目或文号"), Filter("subject", "科目", "choice"), Filter("year", "年度", "choice")),
    (View("all", "全部"), View("coming", "待考"), View("unmarked", "没有成绩", hot=True)),
    default_sort="held",
    default_desc=True,
)


class MarkLine(FactLine):
    """A mark in words."""

    @property
    def mark(self) -> str:
        """86.5."""
        return f"{self.row.score_x100 / 100:g}"

    @property
    def result(self) -> tuple[str, str]:
        """By the pass mark of the examination."""
        return ("合格", "done") if self.row.score_x100 >= self.row.pass_x100 else ("不合格", "off")


MARKS = Table(
    "skill_marks",
    "成绩",
    (
        NAMED[0],
        Column("staff_no", "编号", value=lambda x: x.row.staff_no, width=10),
        NAMED[2],
        Column("street", "街道", shown=False, value=lambda x: areas().name(x.row.community[:9]), width=16),
        Column("held", "考试日期", shown=False, kind="date", value=lambda x: x.row.held_on, width=12),
        Column("subject", "科目", shown=False, value=lambda x: x.row.subject, width=10),
        Column("mark", "成绩", kind="num", value=lambda x: x.mark, width=8),
        Column("result", "结果", kind="state", value=lambda x: x.result, width=10),
    ),
    (ANYBODY,),
    (View("all", "全部"), View("passed", "合格"), View("failed", "不合格")),
    default_sort="community",
    size=50,
)


class CandidateLine(FactLine):
    """Somebody with every subject in words."""

    row: Candidate

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the file."""
        return self.row.worker.person.name, f"/workforce/workers/{self.row.worker.id}"

    def title_of(self, kind: str) -> tuple[str, str] | None:
        """On which day and by which document she was appointed."""
        held = self.row.titles.get(kind)
        return (f"{held.granted_on} {held.doc_no}", "done") if held else None


CANDIDATES = Table(
    "skill_candidates",
    "各科合格",
    (
        Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
        Column("staff_no", "编号", shown=False, value=lambda x: x.row.worker.staff_no, width=10),
        Column("community", "社区", sort=True, value=lambda x: areas().name(x.row.worker.community), width=18),
        Column("held", "职业资格", value=lambda x: "、".join(sorted(x.row.facts.certificates)), width=14),
        Column("years", "工作年限", kind="num", value=lambda x: f"{x.row.facts.service_years} 年", width=10),
        Column("generalist", "聘为全科", kind="state", value=lambda x: x.title_of(GENERALIST), width=26),
        Column("all_round", "聘为全能", kind="state", value=lambda x: x.title_of(ALL_ROUND), width=26),
    ),
    (ANYBODY,),
    (View("open", "可以聘任"), View("generalist", "全科"), View("all_round", "全能"), View("all", "全部")),
    default_sort="community",
)
