"""方案与标准, and whom a version would change, declared once (WF-46)."""

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.versions import STATE_LABEL, Changed, Version
from shuangluan.workforce.rules.parameters import CODE_LABEL
from shuangluan.workforce.tables import ANYBODY, FactLine


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


class ChangeLine(FactLine):
    """Somebody whose grade or pay would change in words."""

    row: Changed

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the file."""
        return self.row.name, f"/workforce/workers/{self.row.worker_id}"

    @property
    def before(self) -> str:
        """As it is."""
        return f"{self.row.change.before.post} {self.row.change.before.grade} 级"

    @property
    def after(self) -> str:
        """As it would be."""
        after = self.row.change.after
        return f"{after.post} {after.grade} 级" if after else "算不出来"

    @property
    def difference(self) -> str:
        """Yuan a month; empty where it cannot be reckoned."""
        return f"{self.row.change.difference:+.2f}" if self.row.change.after else ""


class NamedLine(ChangeLine):
    """The same for who may not open files."""

    @property
    def link(self) -> tuple[str, str]:
        """The name alone."""
        return self.row.name, ""


CHANGES = Table(
    "scheme_changes",
    "谁变了",
    (
        Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
        Column("community", "社区", sort=True, value=lambda x: areas().name(x.row.community), width=18),
        Column("before", "现行", value=lambda x: x.before, width=16),
        Column("after", "新方案", value=lambda x: x.after, width=16),
        Column("difference", "每月差额", kind="num", value=lambda x: x.difference, width=12),
        Column("reason", "变动", value=lambda x: x.row.change.reason, width=60),
    ),
    (ANYBODY,),
    (View("all", "全部"), View("more", "增加"), View("less", "减少"), View("unknown", "算不出来", hot=True)),
    default_sort="community",
)
