"""双算核对: where the ledger and the grade reckoned from the present post and education part ways (WF-84)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the ledger after which the 理论等级 is `grades` further above the grade than before; negative: below."""

    day: date
    event: str
    grades: int

    @property
    def words(self) -> str:
        """2023-07-01 学历变动：理论比记录多 2 级."""
        return f"{self.day} {self.event}：理论比记录{'多' if self.grades > 0 else '少'} {abs(self.grades)} 级"


def differences(rows: Iterable[Mapping[str, Any]]) -> list[Difference]:
    """The causes, in the order of time; together they are 理论等级 − grade of the last row (WF-84).

    `rows` as `timeline` gives them. Rows without a 理论等级, as in modes that recompute everything, differ by nothing.
    """
    found, before = [], 0
    for row in rows:
        if row.get("theoretical") is None:
            continue
        now = row["theoretical"] - row["grade"]
        if now != before:
            found.append(Difference(date.fromisoformat(row["effective_from"]), row["event"], now - before))
        before = now
    return found
