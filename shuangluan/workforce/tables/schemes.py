"""方案与标准 declared once (WF-46)."""

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.versions import STATE_LABEL, Version
from shuangluan.workforce.rules.parameters import CODE_LABEL
from shuangluan.workforce.tables import FactLine


class VersionLine(FactLine):
    """A version in words."""

    row: Version

    @property
    def link(self) -> tuple[str, str]:
        """The name opens its values."""
        return self.row.name, f"/workforce/schemes/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """How it stands; a sample says so."""
        words, tone = STATE_LABEL[self.row.state]
        return (f"{words}（示例）" if self.row.row.payload.get("placeholder") else words), tone


SCHEMES = Table(
    "workforce_schemes",
    "方案与标准",
    (
        Column("code", "文件", sort=True, value=lambda x: CODE_LABEL[x.row.row.code], width=18),
        Column("name", "版本", kind="link", value=lambda x: x.link, width=28),
        Column("from", "从哪天起", sort=True, kind="date", value=lambda x: x.row.row.effective_from, width=12),
        Column("document", "文号", value=lambda x: x.row.row.document_no, width=24),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=14),
    ),
    (Filter("q", "版本或文号"), Filter("code", "文件", "choice", tuple(CODE_LABEL.items()))),
    (View("all", "全部"), View("in_force", "生效"), View("coming", "待生效"), View("draft", "草稿", hot=True),
     View("ended", "停用、撤回")),
    default_sort="code",
    size=50,
)  # fmt: skip
