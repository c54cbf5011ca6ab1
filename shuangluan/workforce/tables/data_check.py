"""数据体检 declared once, with the very page on which each finding is mended."""

from dataclasses import dataclass
from datetime import date

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.data_check import Found
from shuangluan.workforce.rules.data_check import GROUP_LABEL, LABEL, Group, Mend, group_of

FILE = "/workforce/workers/{worker}"
ADDRESSES = {
    Mend.FILE: FILE,
    Mend.BASICS: f"{FILE}/basics",
    Mend.EDUCATION: f"{FILE}/education/new",
    Mend.SEGMENT: f"{FILE}/segments/new",
    Mend.APPOINTMENT: f"{FILE}/appointments/new",
    Mend.CONTRACT: f"{FILE}/contracts/new",
    Mend.RESULT: f"{FILE}/results/new",
    Mend.ABSENCE: f"{FILE}/absences/new",
    Mend.STATE: f"{FILE}/state",
    Mend.CHECK: f"{FILE}/check",
    Mend.EXIT: f"{FILE}/exit",
    Mend.FIRST_GRADE: f"{FILE}/first-grade",
    Mend.CORRECTION: f"{FILE}/correction",
    Mend.APPOINTMENT_END: "/workforce/appointments/{record}/end",
    Mend.REGISTRATION: "/workforce/certificates/{record}/registration",
    Mend.VERIFY_EDUCATION: "/workforce/education/{record}/verification",
    Mend.VERIFY_CERTIFICATE: "/workforce/certificates/{record}/verification",
    Mend.VERIFY_SEGMENT: "/workforce/segments/{record}/verification",
}
DECIDES = {Mend.FIRST_GRADE, Mend.CORRECTION}
VERIFIES = {Mend.VERIFY_EDUCATION, Mend.VERIFY_CERTIFICATE, Mend.VERIFY_SEGMENT}
WHOSE = {
    Perm.RECRUIT_RUN: "区级复核发起联审", Perm.GRADE_DECIDE: "区级审批定级、更正", Perm.WORKER_VERIFY: "街道核验",
    Perm.WORKER_EDIT: "社区或街道登记",
}  # fmt: skip
TONE = {Group.MISSING: "wait", Group.UNSURE: "wait", Group.CONTRADICTION: "stop", Group.LEDGER: "stop"}


@dataclass(frozen=True)
class Line:
    """A finding in words."""

    found: Found
    day: date

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the file."""
        worker = self.found.worker
        return worker.person.name, f"/workforce/workers/{worker.id}"

    @property
    def kind(self) -> tuple[str, str]:
        """What is wrong, with its tone."""
        kind = self.found.finding.kind
        return LABEL[kind], TONE[group_of(kind)]

    @property
    def permission(self) -> Perm:
        """What it takes to mend it: who may not sees no button."""
        mend = self.found.finding.mend
        if mend is Mend.CHECK:
            return Perm.RECRUIT_RUN
        return Perm.GRADE_DECIDE if mend in DECIDES else Perm.WORKER_VERIFY if mend in VERIFIES else Perm.WORKER_EDIT

    @property
    def whose(self) -> str:
        """Who mends it, for a reader who may not."""
        return WHOSE[self.permission]

    @property
    def mend(self) -> str:
        """The address of the page on which it is mended."""
        finding = self.found.finding
        return ADDRESSES[finding.mend].format(worker=self.found.worker.id, record=finding.record_id)


COLUMNS = (
    Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
    Column("staff_no", "编号", value=lambda x: x.found.worker.staff_no, width=10),
    Column("street", "街道", shown=False, value=lambda x: areas().name(x.found.worker.community[:9]), width=16),
    Column("community", "社区", sort=True, value=lambda x: areas().name(x.found.worker.community), width=18),
    Column("kind", "问题", sort=True, kind="state", value=lambda x: x.kind, width=20),
    Column("words", "说明", value=lambda x: x.found.finding.words, width=50),
)
DATA_CHECK = Table(
    "workforce_data_check",
    "数据体检",
    COLUMNS,
    (Filter("q", "姓名、编号或社区"), Filter("kind", "问题", "choice", tuple((k.value, v) for k, v in LABEL.items()))),
    (
        View("all", "全部"),
        *(View(group.value, label, hot=group is not Group.MISSING) for group, label in GROUP_LABEL.items()),
    ),
    default_sort="community",
)
