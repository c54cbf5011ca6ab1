"""导入记录: the owner's own imports."""

from dataclasses import dataclass

from shuangluan.kernel import clock
from shuangluan.kernel.models import ImportState, SheetImport, Verdict
from shuangluan.kernel.sheets.registers import REGISTERS
from shuangluan.kernel.tables import Column, Filter, Options, Table

S = ImportState
LABEL = {
    S.READING: "正在读取", S.MATCHING: "待对列", S.CHECKING: "正在核对", S.READY: "待写入", S.WRITING: "正在写入",
    S.DONE: "已写入", S.WITHDRAWING: "正在撤回", S.WITHDRAWN: "已撤回", S.DROPPED: "已放弃", S.FAILED: "读不了",
}  # fmt: skip
TONE = {
    S.READING: "doing", S.MATCHING: "wait", S.CHECKING: "doing", S.READY: "wait", S.WRITING: "doing", S.DONE: "done",
    S.WITHDRAWING: "doing", S.WITHDRAWN: "off", S.DROPPED: "off", S.FAILED: "stop",
}  # fmt: skip
VERDICT_LABEL = {Verdict.NEW: "新增", Verdict.CHANGED: "修改", Verdict.SAME: "不变", Verdict.WRONG: "有错"}
VERDICT_TONE = {Verdict.NEW: "doing", Verdict.CHANGED: "wait", Verdict.SAME: "off", Verdict.WRONG: "stop"}


@dataclass(frozen=True)
class Line:
    """An import in words."""

    row: SheetImport

    @property
    def id(self) -> int:
        """Of the import."""
        return self.row.id

    @property
    def link(self) -> tuple[str, str]:
        """The file's name and its page."""
        return self.row.file_name, f"/imports/{self.row.id}"

    @property
    def register(self) -> str:
        """Where it goes."""
        known = REGISTERS.get(self.row.register)
        return known.name if known else self.row.register

    @property
    def uploaded(self) -> str:
        """The local day and hour."""
        return f"{clock.local(self.row.uploaded_at):%m-%d %H:%M}"

    @property
    def state(self) -> tuple[str, str]:
        """Where it stands, and the tone of that."""
        return LABEL[self.row.state], TONE[self.row.state]

    def count(self, verdict: Verdict) -> int | None:
        """How many rows of a kind; nothing before they were checked."""
        return self.row.counts.get(verdict.value)


COLUMNS = (
    Column("file_name", "文件", sort=True, kind="link", value=lambda x: x.link, width=40),
    Column("register", "导入到", value=lambda x: x.register, width=16),
    Column("state", "进展", kind="state", value=lambda x: x.state, width=12),
    Column("new", "新增", kind="num", value=lambda x: x.count(Verdict.NEW), width=8),
    Column("changed", "修改", kind="num", value=lambda x: x.count(Verdict.CHANGED), width=8),
    Column("same", "不变", kind="num", value=lambda x: x.count(Verdict.SAME), width=8),
    Column("wrong", "有错", kind="num", value=lambda x: x.count(Verdict.WRONG), width=8),
    Column(
        "uploaded_at", "上传", sort=True, kind="moment", width=17,
        value=lambda x: x.uploaded, written=lambda x: x.row.uploaded_at,
    ),
)  # fmt: skip
IMPORTS = Table(
    "imports",
    "导入记录",
    COLUMNS,
    (
        Filter("q", "文件名"),
        Filter("register", "导入到", "choice"),
        Filter("state", "进展", "choice", tuple((each.value, LABEL[each]) for each in S)),
    ),
    (),
    default_sort="uploaded_at",
    default_desc=True,
)


def options() -> dict[str, Options]:
    """The choices of the filters that the site sets."""
    return {"register": [(one.key, one.name) for one in REGISTERS.values()]}
