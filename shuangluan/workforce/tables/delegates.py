"""两代表一委员 declared once: columns, filters, views, and the words of a row (WF-21, WF-220)."""

from dataclasses import dataclass

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.channels import Standing as ChannelStanding
from shuangluan.workforce.rules.channels import VERDICT_LABEL
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL, STANDING_LABEL, Standing, standing
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine
from shuangluan.workforce.tables.channels import verdict_shown

STANDING_TONE = {
    Standing.RECOMMENDED: "wait", Standing.SEATED: "done", Standing.ENDED: "off", Standing.MISSED: "off",
}  # fmt: skip


@dataclass(frozen=True)
class SeatLine(FactLine):
    """A seat or recommendation; the kind opens it."""

    stands: ChannelStanding

    @property
    def kind(self) -> tuple[str, str]:
        """人大代表, with the address of the record."""
        return DELEGATE_LABEL[self.row.kind], f"/workforce/delegates/{self.row.id}"

    @property
    def standing(self) -> tuple[str, str]:
        """在任, 已推荐，未当选 and the like."""
        found = standing(self.row.elected_on, self.row.ended_on, self.day)
        return STANDING_LABEL[found], STANDING_TONE[found]

    @property
    def conditions(self) -> tuple[str, str] | None:
        """满足, 待核, 不满足 of the seat's channel as of today; nothing for who has left."""
        found = self.stands.of.get((self.row.worker_id, self.row.kind.value))
        return verdict_shown(found) if found else None


DELEGATES = Table(
    "worker_delegates",
    "两代表一委员",
    (
        NAMED[0],
        Column("staff_no", "编号", value=lambda x: x.row.staff_no, width=10),
        NAMED[2],
        Column("kind", "类别", kind="link", value=lambda x: x.kind, width=12),
        Column("level", "层级", value=lambda x: x.row.level, width=8),
        Column("term", "届次", value=lambda x: x.row.term, width=10),
        Column("recommended", "推荐日期", sort=True, kind="date", value=lambda x: x.row.recommended_on, width=12),
        Column("elected", "当选日期", sort=True, kind="date", value=lambda x: x.row.elected_on, width=12),
        Column("ended", "结束日期", kind="date", value=lambda x: x.row.ended_on, width=12),
        Column("standing", "状态", kind="state", value=lambda x: x.standing, width=14),
        Column("conditions", "现在的条件", kind="state", value=lambda x: x.conditions, width=10),
        Column("street", "街道", shown=False, value=lambda x: areas().name(x.row.community[:9]), width=16),
        Column("reason", "推荐理由", shown=False, value=lambda x: x.row.reason, width=30),
    ),
    (ANYBODY, Filter("kind", "类别", "choice", tuple((one.value, label) for one, label in DELEGATE_LABEL.items())),
     Filter("level", "层级", "choice"),
     Filter("verdict", "现在的条件", "choice", tuple((one.value, label) for one, label in VERDICT_LABEL.items())),
     Filter("recommended", "推荐日期", "dates", more=True)),
    (View("seated", "在任"), View("recommended", "已推荐，未当选"), View("ended", "已结束"), View("all", "全部")),
    default_sort="community",
)  # fmt: skip
