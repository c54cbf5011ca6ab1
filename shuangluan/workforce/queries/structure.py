"""结构分析: how many workers of each street and community are of which age, sex, education, certificate, service.

Structure serves the picture of the whole only; nobody is chosen or ranked by it (WF-112, WF-116, WF-221).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, select

from shuangluan.kernel.models import Area, AreaLevel
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import register
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER
from shuangluan.workforce.rules.kinds import Sex
from shuangluan.workforce.rules.spans import add_months

Groups = Mapping[str, ColumnElement[bool]]
AGES, SERVICE = (30, 40, 50), (3, 6, 10)  # full years at which the next group begins


@dataclass(frozen=True)
class Dimension:
    """What the workers are divided by: its name, and the labels of its groups by their keys."""

    key: str
    label: str
    groups: Mapping[str, str]


DIMENSIONS = {
    one.key: one
    for one in (
        Dimension("age", "年龄", {"a0": "29 岁及以下", "a1": "30–39 岁", "a2": "40–49 岁", "a3": "50 岁及以上"}),
        Dimension("sex", "性别", {"male": "男", "female": "女"}),
        Dimension(
            "education", "学历",
            {f"e{place}": level for place, level in enumerate(EDUCATION_ORDER)} | {"none": "没有已核验的"},
        ),
        Dimension(
            "certificate", "职业资格",
            {f"c{place}": level for place, level in enumerate(CERTIFICATE_ORDER)} | {"none": "没有"},
        ),
        Dimension("service", "入职年限", {"s0": "不满 3 年", "s1": "3–5 年", "s2": "6–9 年", "s3": "10 年及以上"}),
    )
}  # fmt: skip


def _steps(prefix: str, column: Any, years: tuple[int, ...], day: date) -> Groups:
    """Groups by full years from a date: under the first, from each to the next, from the last on."""
    marks = [add_months(day, -12 * one) for one in years]
    groups = {f"{prefix}0": column > marks[0]}
    for place, mark in enumerate(marks[1:], 1):
        groups[f"{prefix}{place}"] = and_(column <= marks[place - 1], column > mark)
    return groups | {f"{prefix}{len(years)}": column <= marks[-1]}


def _certified(level: str) -> ColumnElement[bool]:
    above = CERTIFICATE_ORDER[CERTIFICATE_ORDER.index(level) + 1 :]
    held = register.has_certificate(level)
    return and_(held, not_(register.has_certificate(*above))) if above else held


def _groups(dimension: str, day: date) -> Groups:
    if dimension == "age":
        return _steps("a", Worker.birth_date, AGES, day)
    if dimension == "service":
        return _steps("s", Worker.entry_date, SERVICE, day)
    if dimension == "sex":
        return {one.value: Worker.sex == one for one in Sex}
    if dimension == "education":
        levels = {f"e{place}": register.has_education(level) for place, level in enumerate(EDUCATION_ORDER)}
        return levels | {"none": not_(register.has_education(*EDUCATION_ORDER))}
    levels = {f"c{place}": _certified(level) for place, level in enumerate(CERTIFICATE_ORDER)}
    return levels | {"none": not_(register.has_certificate(*CERTIFICATE_ORDER))}


def _count(*conditions: ColumnElement[bool]) -> Any:
    """How many employed workers stand in the area, a street or a community."""
    inside = func.substr(Worker.community, 1, func.length(Area.code)) == Area.code
    rows = select(func.count(Worker.id)).where(inside, register.is_employed(), *conditions)
    return rows.correlate(Area).scalar_subquery()


def structure(dimension: str, *, with_communities: bool) -> Source:
    """The list of a dimension. Without communities only streets and towns stand on it: for who sees sums alone,

    because a street less all but one of its communities would tell of the last (WF-116).
    """

    def columns(day: date) -> Any:
        groups = {key: _count(condition).label(key) for key, condition in _groups(dimension, day).items()}
        return select(Area.code.label("id"), Area.name, _count().label("workers"), *groups.values())

    small = and_(Area.level == AreaLevel.COMMUNITY, _count() > 0) if with_communities else false()
    return Source(
        key=Area.code,
        ids=within(select(Area.code.label("id")), Perm.STRUCTURE_READ, Area.code),
        columns=columns,
        views=lambda _: {
            "street": and_(Area.level.in_([AreaLevel.STREET, AreaLevel.TOWN]), _count() > 0),
            "community": small,
        },
        filters={"q": lambda text, _: Area.name.contains(text, autoescape=True)},
        orders={"place": (Area.code,)},
        area=in_area(Area.code),
    )
