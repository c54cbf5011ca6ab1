"""模拟 reckoned beside what is in force: the people of a day, both sets of documents, the result (WF-46, WF-105)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import RuleScheme
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import AnnualResult, PayBasis, Scenario, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.departure import RETIREMENT
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.queries.schemes import APPRAISAL, GRADE, INSURANCE, PAY, pay_table_on
from shuangluan.workforce.queries.schemes import grade_scheme_on as scheme_in_force
from shuangluan.workforce.rules import retire_date, whatif
from shuangluan.workforce.rules.amounts import ZERO, text_of, yuan_of
from shuangluan.workforce.rules.expectations import Expectations, Supposition, expected, suppositions
from shuangluan.workforce.rules.payroll import whole_months
from shuangluan.workforce.rules.states import EMPLOYED
from shuangluan.workforce.rules.whatif import Change, Documents, Outcome, Person

Result = dict[str, Any]
Grades = Mapping[str, Mapping[int, int]]  # of the last year, by side and worker


def in_force(day: date) -> Documents:
    """What counts on a day."""
    scheme = scheme_in_force(day)
    return Documents(
        scheme.payload, pay_table_on(day, scheme), effective.scheme_on(INSURANCE, day).payload,
        effective.scheme_on(APPRAISAL, day).payload,
    )  # fmt: skip


def people(day: date, *, retiring: bool = False) -> list[Person]:
    """Everybody employed and graded, as of a day; with the day of retirement where it is asked for."""
    rows = select(Worker).where(Worker.state.in_(EMPLOYED)).order_by(Worker.community, Worker.id)
    workers = list(db.session.scalars(rows))
    ids = [one.id for one in workers]
    facts, ledgers = facts_of(ids), records_of(ids)
    averages = {row.worker_id: row for row in db.session.scalars(select(PayBasis).where(PayBasis.year == day.year))}
    rated = select(AnnualResult).where(AnnualResult.year == day.year - 1, AnnualResult.confirmed_on.is_not(None))
    results = {row.worker_id: row for row in db.session.scalars(rated)}
    rules = effective.scheme_on(RETIREMENT, day).payload
    found = []
    for worker in workers:
        held = [row for row in ledgers.get(worker.id, []) if row.effective_from <= day]
        if not held:
            continue
        leaves = retire_date(rules, worker.birth_date.isoformat(), worker.retire_class)["date"] if retiring else None
        average, result = averages.get(worker.id), results.get(worker.id)
        found.append(
            Person(
                worker.id, worker.community[:9], facts[worker.id], held[-1].post_class, held[-1].grade,
                None if average is None else yuan_of(average.average_fen), leaves, result.rating if result else "",
                whole_months(day.year - 1, worker.entry_date, None), result.total_x100 if result else None,
            )
        )  # fmt: skip
    return found


def versions(*codes: str) -> list[RuleScheme]:
    """All versions of documents that are not replaced, drafts among them."""
    rows = select(RuleScheme).where(RuleScheme.code.in_(codes), RuleScheme.replaced_at.is_(None))
    return list(db.session.scalars(rows.order_by(RuleScheme.code, RuleScheme.effective_from, RuleScheme.id)))


def supposed(overrides: Mapping[str, Any], day: date) -> Documents:
    """The documents of a scenario. Raises RuleBroken where a chosen version is gone or no table fits the scheme."""
    now = in_force(day)
    scheme, is_own = now.scheme, True
    if overrides.get("scheme_id"):
        scheme, is_own = _version(GRADE, overrides["scheme_id"]).payload, False
    pay = whatif.scaled_pay(_table(overrides, now, scheme), Decimal(overrides.get("pay_percent", "0")))
    rates = whatif.scaled_rates(now.insurance, Decimal(overrides.get("rates_percent", "0")))
    return Documents(scheme, pay, rates, now.plan, is_own)


def _table(overrides: Mapping[str, Any], now: Documents, scheme: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The pay table of a scenario before its percentage."""
    pay = now.pay
    if overrides.get("pay_id"):
        pay = _version(PAY, overrides["pay_id"]).payload
    elif scheme["code"] != now.scheme["code"]:
        fitting = [row.payload for row in versions(PAY) if row.payload.get("scheme") == scheme["code"]]
        pay = fitting[-1] if fitting else None
    if pay is not None and pay.get("scheme") != scheme["code"]:
        raise RuleBroken("选的薪酬表不是这个等级方案的", "pay_id")
    return pay


def changes_documents(overrides: Mapping[str, Any]) -> bool:
    """Whether a scenario changes a document, and not only people and ratings."""
    percents = (Decimal(overrides.get(key, "0")) for key in ("pay_percent", "rates_percent"))
    return bool(overrides.get("scheme_id") or overrides.get("pay_id") or any(percents))


def documents_to_draft(overrides: Mapping[str, Any], day: date) -> list[tuple[RuleScheme, Mapping[str, Any]]]:
    """The documents that a scenario changes: the version each comes from, and its values (WF-105)."""
    now, then = in_force(day), supposed(overrides, day)
    found: list[tuple[RuleScheme, Mapping[str, Any]]] = []
    if overrides.get("scheme_id"):
        found.append((_version(GRADE, overrides["scheme_id"]), then.scheme))
    if then.pay is not None and then.pay != now.pay:
        base = _table(overrides, now, then.scheme)
        found.append((next(row for row in versions(PAY) if row.payload == base), then.pay))
    if then.insurance != now.insurance:
        found.append((effective.scheme_on(INSURANCE, day), then.insurance))
    return found


def _version(code: str, scheme_id: int) -> RuleScheme:
    row = db.session.get(RuleScheme, scheme_id)
    if row is None or row.code != code or row.replaced_at is not None:
        raise RuleBroken("选的这一版已经没有了，请重新选")
    return row


def reckoned(overrides: Mapping[str, Any], day: date) -> Result:
    """Who changes, sums by street and component, the distribution, five years: all of it as plain values."""
    now, then = in_force(day), supposed(overrides, day)
    known = people(day)
    coming = _assumed(people(day, retiring=bool(overrides.get("retiring"))), overrides, day)
    coming = expected(coming, _expectations(overrides), then.plan)
    found = whatif.changes(now, then, known, day.isoformat(), {one.key: one for one in coming})
    before = [whatif.outcome(now, one, day.isoformat()) for one in known]
    changed = {one.person.key: one for one in found}
    after = [changed[one.key].after if one.key in changed else old for one, old in zip(known, before, strict=True)]
    reckonable = [one for one in after if one is not None]
    rating = str(overrides["rating"])
    years, grades = _years(now, then, known, coming, day.year, rating, _hires(overrides))
    return {
        "people": len(known),
        "changes": _changes(found, coming, before, grades, rating),
        "now": _sums(before), "then": _sums(reckonable),
        "streets": _streets(known, before, after),
        "distribution": {"now": _keyed(before), "then": _keyed(reckonable)},
        "years": years,
    }  # fmt: skip


def _expectations(overrides: Mapping[str, Any]) -> Expectations:
    """The ratings assumed; a scenario of former days assumed one of everybody."""
    said = overrides.get("ratings") or ()
    return Expectations(
        str(overrides["rating"]),
        [Supposition(one["rating"], one["post"], one["lowest"], one["highest"]) for one in said if one["post"]],
        {one["worker_id"]: one["rating"] for one in said if not one["post"]}, bool(overrides.get("by_seats")),
    )  # fmt: skip


def _assumed(those: Sequence[Person], overrides: Mapping[str, Any], day: date) -> list[Person]:
    """The people with the certificates and the exits that are assumed; their numbers were looked up when typed."""
    exits, certified = set(overrides.get("exits") or ()), set(overrides.get("certified") or ())
    found = []
    for one in those:
        if one.key in certified:
            one = whatif.certified(one, overrides["certified_level"], day)
        if one.key in exits:
            one = whatif.leaving(one, date.fromisoformat(overrides["exits_on"]))
        found.append(one)
    return found


def numbered(numbers: Sequence[str], field: str) -> list[int]:
    """The ids of the workers with these numbers. Raises RuleBroken, naming those that nobody in service has."""
    return sorted(_ids(numbers, field).values())


def _ids(numbers: Sequence[str], field: str) -> dict[str, int]:
    rows = select(Worker.staff_no, Worker.id).where(Worker.staff_no.in_(numbers), Worker.state.in_(EMPLOYED))
    known = {number: worker_id for number, worker_id in db.session.execute(rows)}
    missing = [one for one in numbers if one not in known]
    if missing:
        raise RuleBroken(f"在册的人里没有编号 {'、'.join(missing)}", field)
    return known


def supposed_ratings(text: str, day: date) -> list[Result]:
    """The ratings of groups and of persons as a scenario keeps them. Raises RuleBroken for what cannot be read."""
    now = in_force(day)
    said = suppositions(text, list(now.scheme["posts"]), list(now.plan["effects"]))
    known = _ids([one.number for one in said if one.number], "ratings")
    return [
        {"post": one.post, "lowest": one.lowest, "highest": one.highest, "rating": one.rating}
        | ({"worker_id": known[one.number]} if one.number else {})
        for one in said
    ]  # fmt: skip


def _hires(overrides: Mapping[str, Any]) -> list[dict[str, Any]]:
    count = int(overrides.get("hires") or 0)
    if not count:
        return []
    return whatif.hired(overrides["hire_post"], int(overrides["hire_grade"]), count, str(overrides["rating"]))


def _changes(
    found: Sequence[Change], coming: Sequence[Person], before: Sequence[Outcome], grades: Grades,
    rating: str,
) -> list[Result]:  # fmt: skip
    """Who changes on the day, and of whom something else is expected in the years to come, each with the reason."""
    changed, told = {one.person.key: one for one in found}, []
    for person, stands in zip(coming, before, strict=True):
        one = changed.get(person.key, Change(person, stands, stands, ""))
        reason = "；".join(filter(None, (one.reason, _ahead(person, grades, rating))))
        if reason:
            told.append(_told(one, reason))
    return told


def _ahead(person: Person, grades: Grades, rating: str) -> str:
    """The rating assumed where it is not that of everybody, and the grade it leads to; nothing for who leaves."""
    parts = [f"今后每年{person.expected}（{person.why}）"] if person.expected != rating else []
    now, then = (grades[side].get(person.key) for side in ("now", "then"))
    if person.leaves_on is None and now is not None and then is not None and now != then:
        parts.append(f"第 {whatif.YEARS} 年 {now} → {then} 级")
    return "，".join(parts)


def _told(one: Change, reason: str) -> Result:
    after = one.after
    return {
        "worker_id": one.person.key, "street": one.person.street, "reason": reason,
        "from_post": one.before.post, "from_grade": one.before.grade, "from_gross": text_of(one.before.gross),
        "to_post": after.post if after else "", "to_grade": after.grade if after else None,
        "to_gross": text_of(after.gross) if after else "", "difference": text_of(one.difference),
    }  # fmt: skip


def _sums(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """A month's sums by component."""
    names = ("basic", "performance", "allowance", "gross", "unit", "cost")
    return {name: text_of(sum((getattr(one, name) for one in outcomes), ZERO)) for name in names}


def _streets(known: Sequence[Person], before: Sequence[Outcome], after: Sequence[Outcome | None]) -> list[Result]:
    found: dict[str, list[tuple[Outcome, Outcome | None]]] = {}
    for one, old, new in zip(known, before, after, strict=True):
        found.setdefault(one.street, []).append((old, new))
    return [
        {
            "street": street, "people": len(pairs), "now": text_of(sum((old.cost for old, _ in pairs), ZERO)),
            "then": text_of(sum((new.cost for _, new in pairs if new is not None), ZERO)),
        }
        for street, pairs in sorted(found.items())
    ]  # fmt: skip


def _keyed(outcomes: Sequence[Outcome]) -> dict[str, list[list[int]]]:
    """Persons per class and grade, by grade; pairs, because a document's keys are text."""
    return {post: [list(pair) for pair in grades.items()] for post, grades in whatif.distribution(outcomes).items()}


def _years(
    now: Documents, then: Documents, known: Sequence[Person], coming: Sequence[Person], year: int, rating: str,
    hires: Sequence[Mapping[str, Any]],
) -> tuple[Result, dict[str, dict[int, int]]]:  # fmt: skip
    """Five years beside each other with the grades of the last; a scheme that cannot be reckoned says why."""
    found: Result = {"note": ""}
    grades: dict[str, dict[int, int]] = {"now": {}, "then": {}}
    for key, documents, those, more in (("now", now, known, ()), ("then", then, coming, hires)):
        try:
            found[key], grades[key] = whatif.ahead(documents, those, year, rating, more)
        except RuleBroken as broken:
            found[key], found["note"] = [], broken.reason
    return found, grades


def scenario(scenario_id: int, *, viewer: Viewer) -> Scenario | None:
    """A scenario, for those who read them."""
    return db.session.get(Scenario, scenario_id) if viewer.can(Perm.SCENARIO_READ) else None


@dataclass(frozen=True)
class Changed:
    """A change of a scenario with the worker it is about."""

    worker: Worker
    told: Result

    @property
    def direction(self) -> str:
        """more, less, same or unknown."""
        if not self.told["to_gross"]:
            return "unknown"
        difference = Decimal(self.told["difference"])
        return "more" if difference > 0 else "less" if difference < 0 else "same"


def changed(result: Result, viewer: Viewer) -> list[Changed]:
    """The persons of a result, by community and pinyin; none for who may not read pay of persons (WF-116)."""
    told = {one["worker_id"]: one for one in result["changes"]}
    rows = select(Worker).where(Worker.id.in_(told), viewer.within(Perm.PAY_READ, Worker.community))
    workers = sorted(db.session.scalars(rows), key=lambda one: (one.community, one.person.pinyin, one.id))
    return [Changed(worker, told[worker.id]) for worker in workers]


def named(overrides: Mapping[str, Any]) -> list[str]:
    """What a scenario assumes, in words."""
    said = []
    for key, label in (("scheme_id", "等级方案"), ("pay_id", "薪酬表")):
        row = db.session.get(RuleScheme, overrides[key]) if overrides.get(key) else None
        if row is not None:
            said.append(f"{label}：{version_name(row)}")
    for key, label in (("pay_percent", "薪酬标准"), ("rates_percent", "缴费基数上下限")):
        if Decimal(overrides.get(key, "0")):
            said.append(f"{label} {Decimal(overrides[key]):+}%")
    said += _named_ratings(overrides)
    if overrides.get("hires"):
        said.append(f"新招 {overrides['hires']} 人（{overrides['hire_post']} {overrides['hire_grade']} 级）")
    if overrides.get("exits"):
        said.append(f"{len(overrides['exits'])} 人 {overrides['exits_on']} 退出")
    if overrides.get("certified"):
        said.append(f"{len(overrides['certified'])} 人取得{overrides['certified_level']}并登记")
    if overrides.get("retiring"):
        said.append("到法定退休日期的退休")
    return said


def _named_ratings(overrides: Mapping[str, Any]) -> list[str]:
    told = _expectations(overrides)
    found = [f"今后每年都是{told.rating}" if not (told.groups or told.named) else f"今后每年一般是{told.rating}"]
    found += [f"{one.name}{one.rating}" for one in told.groups]
    if told.named:
        found.append(f"点名 {len(told.named)} 人另定等次")
    return [*found, "优秀按名额分到街道"] if told.by_seats else found


def version_name(row: RuleScheme) -> str:
    """三岗六十级 第 2 版（草稿，2027-01-01 起）."""
    payload = row.payload
    name = payload.get("name") or payload.get("scheme") or row.code
    edition = f" 第 {payload['version']} 版" if "version" in payload else ""
    state = "草稿，" if row.published_at is None else ""
    return f"{name}{edition}（{state}{row.effective_from} 起）"
