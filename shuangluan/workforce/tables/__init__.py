"""人员名册 declared once: columns, filters, views, and the words of a row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel import pii
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.contract_register import TRIAL_DAYS
from shuangluan.workforce.queries.papers import VERIFY_TONE
from shuangluan.workforce.queries.register import Seen
from shuangluan.workforce.rules.certificates import RENEWAL_DAYS
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER
from shuangluan.workforce.rules.kinds import CONTRACT_LABEL, NO_LAST_DAY
from shuangluan.workforce.rules.leaving import EXIT_LABEL, is_expiring
from shuangluan.workforce.rules.states import EMPLOYED, VERIFY_LABEL, WORKER_LABEL, WorkerState

S = WorkerState
TONE = {
    S.PROPOSED: "", S.PROBATION: "wait", S.ACTIVE: "done", S.AWAY: "wait", S.SUSPENDED: "stop", S.LEFT: "off",
}  # fmt: skip
EXITS = {kind.value: label for kind, label in EXIT_LABEL.items()}
SEX_LABEL = {"male": "男", "female": "女"}


@dataclass(frozen=True)
class Line:
    """A row of the roster with its words, as it is seen."""

    row: Any
    seen: Seen

    @property
    def id(self) -> int:
        """The worker's id."""
        found: int = self.row.id
        return found

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the file."""
        return self.row.name, f"/workforce/workers/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """The state in words with its tone; of a past day only whether he was employed then."""
        if self.seen.is_past:
            gone = self.row.exit_date is not None and self.row.exit_date <= self.seen.day
            return ("已退出", "off") if gone else ("在册", "done")
        return WORKER_LABEL[self.row.state], TONE[self.row.state]

    @property
    def grade(self) -> str:
        """12 级; at the ceiling with what is counted above it."""
        if self.row.grade is None:
            return ""
        return f"{self.row.grade} 级" + (f"（溢出 {self.row.overflow}）" if self.row.overflow else "")

    @property
    def contract(self) -> tuple[str, str] | None:
        """The last day of the contract, marked when it is near."""
        until = self.row.contract_until
        if until is None:
            return None
        return f"{until}", "soon" if is_expiring(until, self.seen.day) else "mute"


def lines(rows: Iterable[Any], seen: Seen) -> Iterator[Line]:
    """Rows put into words, one at a time."""
    return (Line(row, seen) for row in rows)


COLUMNS = (
    Column("staff_no", "编号", value=lambda x: x.row.staff_no, width=10),
    Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
    Column("street", "街道", shown=False, value=lambda x: areas().name(x.row.community[:9]), width=16),
    Column("community", "社区", sort=True, value=lambda x: areas().name(x.row.community), width=18),
    Column("position", "职务", value=lambda x: x.row.position, width=12),
    Column("post", "岗位类别", value=lambda x: x.row.post_class, width=10),
    Column("grade", "等级", value=lambda x: x.grade, width=14),
    Column("education", "学历", value=lambda x: x.row.education, width=10),
    Column("certificate", "证书", value=lambda x: x.row.certificate, width=8),
    Column("state", "状态", kind="state", value=lambda x: x.state, width=8),
    Column("entry_date", "入职", sort=True, kind="date", value=lambda x: x.row.entry_date, width=12),
    Column("contract", "合同到期", kind="due", value=lambda x: x.contract, width=12),
    Column("sex", "性别", shown=False, value=lambda x: SEX_LABEL[x.row.sex], width=6),
    Column("birth_date", "出生日期", shown=False, kind="date", value=lambda x: x.row.birth_date, width=12),
    Column("political", "政治面貌", shown=False, value=lambda x: x.row.political_status, width=12),
    Column("party_on", "入党日期", shown=False, kind="date", value=lambda x: x.row.party_on, width=12),
    Column("ethnicity", "民族", shown=False, value=lambda x: x.row.ethnicity, width=8),
    Column("hukou", "户籍地", shown=False, value=lambda x: x.row.hukou, width=20),
    Column("phone", "电话", shown=False, value=lambda x: pii.mask_phone(x.row.phone or ""), width=14),
    Column("exit_date", "退出日期", shown=False, kind="date", value=lambda x: x.row.exit_date, width=12),
    Column("exit_kind", "退出方式", shown=False, value=lambda x: EXITS.get(x.row.exit_kind, ""), width=12),
    Column("last_position", "退出时职务", shown=False, value=lambda x: x.row.last_position, width=12),
)
FILTERS = (
    Filter("q", "姓名、编号或社区"),
    Filter("post", "岗位类别", "choice"),
    Filter("education", "学历", "choice", tuple((one, one) for one in EDUCATION_ORDER)),
    Filter("certificate", "证书", "choice", tuple((one, one) for one in CERTIFICATE_ORDER)),
    Filter("state", "状态", "choice", tuple((one.value, WORKER_LABEL[one]) for one in S)),
    Filter("exit", "退出方式", "choice", tuple(EXITS.items()), more=True),
    Filter("entry", "入职日期", "dates", more=True),
)
VIEWS = (
    View("employed", "在册"),
    View("probation", "试用"),
    View("away", "离岗停职"),
    View("contract", "合同到期", hot=True),
    View("certificate", "证书到期", hot=True),
    View("ungraded", "未定级", hot=True),
    View("left", "已退出"),
    View("all", "全部"),
)
WORKERS = Table("workers", "人员名册", COLUMNS, FILTERS, VIEWS, default_sort="community")


@dataclass(frozen=True)
class FactLine:
    """A row of a register beside the roster: whose it is, and the day as of which it is read."""

    row: Any
    day: date

    @property
    def id(self) -> int:
        """The row's id."""
        found: int = self.row.id
        return found

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the file."""
        return self.row.name, f"/workforce/workers/{self.row.worker_id}"

    @property
    def state(self) -> tuple[str, str]:
        """The worker's state."""
        return WORKER_LABEL[self.row.state], TONE[self.row.state]

    @property
    def contract_end(self) -> tuple[str, str]:
        """The last day of a contract: marked when near, and when over without a new one."""
        until = self.row.signed_until
        if until is None:
            return NO_LAST_DAY[self.row.kind], "mute"
        if until < self.day and self.row.is_last and self.row.state in EMPLOYED:
            return f"{until} 到期未续", "late"
        return f"{until}", "soon" if self.row.is_last and is_expiring(until, self.day) else "mute"

    @property
    def trial_end(self) -> tuple[str, str] | None:
        """The last day of a trial, marked while the review is due."""
        until = self.row.probation_until
        if until is None:
            return None
        is_due = self.row.state is S.PROBATION and (until - self.day).days <= TRIAL_DAYS
        return f"{until}", "soon" if is_due else "mute"

    @property
    def registration(self) -> tuple[str, str]:
        """How a certificate stands: 有效至, 90 日内到期, 已过期, 未登记."""
        until = self.row.ends_on
        if until is None:
            return "未登记", "stop"
        if until.year == date.max.year:
            return "有效，长期", "done"
        if until < self.day:
            return f"{until} 已过期", "stop"
        return f"有效至 {until}", "wait" if (until - self.day).days <= RENEWAL_DAYS else "done"

    @property
    def verify(self) -> tuple[str, str]:
        """How far it is verified."""
        return VERIFY_LABEL[self.row.verify_state], VERIFY_TONE[self.row.verify_state]

    @property
    def ce_hours(self) -> str:
        """72 or 4.5; nothing where it was not entered."""
        hours = self.row.ce_hours_x100
        return "" if hours is None else f"{hours / 100:g}"

    @property
    def hours(self) -> str:
        """24 or 24.5."""
        return f"{self.row.hours_x100 / 100:g}"


NAMED = (
    Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
    Column("staff_no", "编号", shown=False, value=lambda x: x.row.staff_no, width=10),
    Column("community", "社区", sort=True, value=lambda x: areas().name(x.row.community), width=18),
    Column("state", "状态", kind="state", value=lambda x: x.state, width=8),
)
ANYBODY = Filter("q", "姓名、编号或社区")
CONTRACTS = Table(
    "worker_contracts",
    "劳动合同",
    (
        *NAMED,
        Column("signer", "签订单位", value=lambda x: x.row.signer, width=20),
        Column("kind", "合同期限", value=lambda x: CONTRACT_LABEL[x.row.kind], width=20),
        Column("from", "起", kind="date", value=lambda x: x.row.signed_from, width=12),
        Column("until", "止", sort=True, kind="due", value=lambda x: x.contract_end, width=18,
               written=lambda x: x.row.signed_until),
        Column("trial", "试用期止", kind="due", value=lambda x: x.trial_end, width=12,
               written=lambda x: x.row.probation_until),
        Column("wish", "本人要求固定期限", shown=False, value=lambda x: "是" if x.row.is_by_wish else "", width=10,
               written=lambda x: "是" if x.row.is_by_wish else "否"),
    ),
    (ANYBODY, Filter("term", "期限", "choice", tuple((one.value, label) for one, label in CONTRACT_LABEL.items())),
     Filter("until", "到期日期", "dates", more=True)),
    (View("running", "生效"), View("ending", "60 日内到期", hot=True), View("over", "到期未续", hot=True),
     View("trial", "待转正", hot=True), View("all", "全部")),
    default_sort="community",
)  # fmt: skip
CERTIFICATES = Table(
    "worker_certificates",
    "职业资格证书",
    (
        *NAMED,
        Column("level", "级别", value=lambda x: x.row.level, width=8),
        Column("cert_no", "证书号", value=lambda x: x.row.cert_no, width=20),
        Column("approved", "取得", sort=True, kind="date", value=lambda x: x.row.approved_on, width=12),
        Column("ce_hours", "继续教育学时", kind="num", value=lambda x: x.ce_hours, width=12),
        Column("registration", "登记", kind="state", value=lambda x: x.registration, width=20),
        Column("verify", "核验", kind="state", value=lambda x: x.verify, width=10),
    ),
    (ANYBODY, Filter("level", "级别", "choice", tuple((one, one) for one in CERTIFICATE_ORDER)),
     Filter("approved", "取得日期", "dates", more=True)),
    (View("held", "在册持证"), View("valid", "登记有效"), View("expiring", "90 日内到期", hot=True),
     View("expired", "已过期", hot=True), View("unregistered", "未登记"), View("unverified", "待核验", hot=True),
     View("all", "全部")),
    default_sort="community",
)  # fmt: skip
HOURS = Table(
    "worker_hours",
    "培训学时",
    (*NAMED, Column("hours", "今年学时", kind="num", value=lambda x: x.hours, width=10)),
    (ANYBODY,),
    (View("short", "学时不足", hot=True), View("done", "已达标"), View("employed", "在册"), View("all", "全部")),
    default_sort="community",
)
