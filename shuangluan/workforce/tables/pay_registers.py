"""缴费工资 and 补发明细 declared once (WF-91, WF-221)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.models import ArrearKind
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine


@dataclass(frozen=True)
class PayLine(FactLine):
    """A row in words and yuan."""

    @property
    def average(self) -> str:
        """What was typed; empty where nothing was."""
        return "" if self.row.average_fen is None else yuan_of(self.row.average_fen)

    @property
    def source(self) -> str:
        """From what the contributions of the year are reckoned (WF-91)."""
        if self.row.average_fen is not None:
            return "已登记"
        return "新聘，按首月应发" if self.row.entry_date.year == self.day.year else "未登记，按锁定月份或首月应发"

    @property
    def deed(self) -> tuple[str, str]:
        """补发, 扣回, 不补不扣 or 补缴."""
        if self.row.kind is ArrearKind.INSURANCE:
            return "补缴", "doing"
        amount = self.row.amount_fen
        return ("补发", "done") if amount > 0 else ("扣回", "stop") if amount < 0 else ("不补不扣", "off")

    @property
    def paid_in(self) -> tuple[str, str]:
        """In which month it is carried out."""
        if self.row.paid_in is None:
            return "等下一次计算", "wait"
        return f"{self.row.paid_in:%Y-%m}", "done" if self.row.locked_at else "wait"


BASES = Table(
    "pay_bases",
    "缴费工资",
    (
        Column("staff_no", "编号", value=lambda x: x.row.staff_no, width=10),
        Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
        NAMED[2],
        Column("year", "缴费年度", value=lambda x: f"{x.day.year}", width=10),
        Column("average", "上年月平均工资", kind="num", value=lambda x: x.average, width=16),
        Column("source", "依据", value=lambda x: x.source, width=26),
    ),
    (ANYBODY,),
    (View("employed", "在册"), View("typed", "已登记"), View("missing", "未登记", hot=True), View("all", "全部")),
    default_sort="community",
)
ARREARS = Table(
    "pay_arrears",
    "补发明细",
    (
        *NAMED[:3],
        Column("month", "差额月份", sort=True, kind="date", value=lambda x: f"{x.row.month:%Y-%m}", width=10),
        Column("deed", "处理", kind="state", value=lambda x: x.deed, width=10),
        Column("difference", "差额", kind="num", value=lambda x: yuan_of(x.row.difference_fen), width=12),
        Column("amount", "补发扣回", kind="num", value=lambda x: yuan_of(x.row.amount_fen), width=12),
        Column("person", "补缴个人", kind="num", value=lambda x: yuan_of(x.row.person_fen), width=12),
        Column("unit", "补缴单位", kind="num", value=lambda x: yuan_of(x.row.unit_fen), width=12),
        Column("paid_in", "列入", kind="state", value=lambda x: x.paid_in, width=12),
        Column("basis", "依据", value=lambda x: x.row.basis, width=20),
    ),
    (ANYBODY, Filter("month", "差额月份", "dates", more=True)),
    (View("all", "全部"), View("paid", "补发"), View("recovered", "扣回"), View("waived", "不补不扣"),
     View("insurance", "补缴"), View("waiting", "还没有锁定", hot=True)),
    default_sort="community",
)  # fmt: skip
