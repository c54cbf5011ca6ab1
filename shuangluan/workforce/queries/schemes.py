"""The schemes in force on a day: grades, pay, appraisal (WF-60, D9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.models import RuleScheme
from shuangluan.kernel.workdays import Limit, Unit

GRADE, PAY, APPRAISAL = "workforce.grade", "workforce.pay", "workforce.appraisal"
INSURANCE = "workforce.insurance"


@dataclass(frozen=True)
class GradeScheme:
    """A version of a grade scheme with the document it is."""

    id: int
    payload: Mapping[str, Any]

    @property
    def name(self) -> str:
        """三岗六十级."""
        return str(self.payload["name"])


def grade_scheme_on(day: date) -> GradeScheme:
    """The grade scheme in force on `day`. Raises RuleBroken when there is none."""
    found = effective.scheme_on(GRADE, day)
    return GradeScheme(found.id, found.payload)


def grade_scheme(scheme_id: int) -> GradeScheme:
    """The version by which something was computed."""
    payload = select(RuleScheme.payload).where(RuleScheme.id == scheme_id)
    return GradeScheme(scheme_id, db.session.scalars(payload).one())


def fact_choices(day: date) -> dict[str, list[str]]:
    """What the schemes in force on `day` know of positions, kinds of service, ratings and their reasons (WF-11)."""
    grades, plan = effective.scheme_on(GRADE, day).payload, effective.scheme_on(APPRAISAL, day).payload
    return {
        "position": [position for post in grades["posts"].values() for position in post["positions"]],
        "kind": list(grades["service"]["kinds"]),
        "rating": list(plan["effects"]),
        "reason": list(grades["advance"].get("undetermined", {})),
    }


def pay_table_on(day: date, scheme: GradeScheme) -> Mapping[str, Any] | None:
    """The pay table in force on `day`, if it is one of this scheme's grades (WF-90)."""
    rows = db.session.scalars(
        select(RuleScheme.payload)
        .where(
            RuleScheme.code == PAY,
            RuleScheme.effective_from <= day,
            RuleScheme.published_at.is_not(None),
            RuleScheme.replaced_at.is_(None),
        )
        .order_by(RuleScheme.effective_from.desc())
        .limit(1)
    )
    table: Mapping[str, Any] | None = rows.first()
    return table if table is not None and table.get("scheme") == scheme.payload["code"] else None


DAY_KINDS = {"工作日": Unit.WORKING_DAY, "自然日": Unit.CALENDAR_DAY}


def publicity_term(day: date) -> Limit:
    """How long a list is published (WF-45)."""
    term = effective.scheme_on(APPRAISAL, day).payload["publicity"]
    return Limit(int(term["days"]), DAY_KINDS[term["day_kind"]])


def answer_term(day: date) -> tuple[int, str]:
    """How long an objection or a 复核 may wait for its answer, and in which days that is counted (WF-104)."""
    term = effective.scheme_on(APPRAISAL, day).payload["review"]
    return int(term["answer_days"]), str(term["answer_day_kind"])
