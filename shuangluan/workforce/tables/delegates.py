"""两代表一委员 declared once: columns, filters, views, and the words of a row."""

from dataclasses import dataclass
from datetime import date

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL, STANDING_LABEL, Standing, standing
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine

STANDING_TONE = {
    Standing.RECOMMENDED: "wait", Standing.SEATED: "done", Standing.ENDED: "off", Standing.MISSED: "off",
}  # fmt: skip


def standing_words(elected_on: date | None, ended_on: date | None, day: date) -> tuple[str, str]:
    """How a recommendation stands on `day`, with its tone."""
    found = standing(elected_on, ended_on, day)
    return STANDING_LABEL[found], STANDING_TONE[found]


@dataclass(frozen=True)
class SeatLine(FactLine):
    """A recommendation in words."""

    @property
    def seat(self) -> tuple[str, str]:
        """区人大代表, which opens the record."""
        return f"{self.row.level}{DELEGATE_LABEL[self.row.kind]}", f"/workforce/delegates/{self.row.id}"

    @property
    def standing(self) -> tuple[str, str]:
        """推荐, 在任, 任期已满."""
        return standing_words(self.row.elected_on, self.row.ended_on, self.day)


DELEGATES = Table(
    "worker_delegates",
    "两代表一委员",
    (
        *NAMED,
        Column("position", "现任职务", value=lambda x: x.row.position, width=12),
        Column("seat", "席位", kind="link", value=lambda x: x.seat, width=14),
        Column("term", "届次", value=lambda x: x.row.term, width=10),
        Column("recommended", "推荐", sort=True, kind="date", value=lambda x: x.row.recommended_on, width=12),
        Column("elected", "当选", sort=True, kind="date", value=lambda x: x.row.elected_on, width=12),
        Column("ended", "结束", shown=False, kind="date", value=lambda x: x.row.ended_on, width=12),
        Column("standing", "现状", kind="state", value=lambda x: x.standing, width=14),
    ),
    (
        ANYBODY,
        Filter("kind", "类别", "choice", tuple((one.value, label) for one, label in DELEGATE_LABEL.items())),
        Filter("level", "层级", "choice", tuple((one, one) for one in ("乡镇", "区", "市", "省", "全国"))),
        Filter("recommended", "推荐日期", "dates", more=True),
    ),
    (View("seated", "在任席位"), View("waiting", "已推荐，未当选"), View("over", "已结束"), View("all", "全部")),
    default_sort="community",
)
