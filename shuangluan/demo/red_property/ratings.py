"""Showcases, upgrade plans and evaluations of the demonstration (RP-36, RP-37)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from shuangluan.demo import words
from shuangluan.demo.district import District, Estate, Ground
from shuangluan.demo.pictures import pictures
from shuangluan.demo.red_property.table import Tale
from shuangluan.kernel import attachments, clock
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.places import DISTRICT
from shuangluan.red_property import services
from shuangluan.red_property.queries import compounds, evaluations
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.evaluation_course import Mark
from shuangluan.red_property.rules.showcases import TRACK_LABEL, TRACK_OF_KIND, ShowcaseKind
from shuangluan.red_property.services import MilestoneFacts, PlanFacts

SELF_GOVERNED = ("安顺乐居", "名嘉花园")
NAMED = {  # as published: 2, 2, 1
    ShowcaseKind.COMMERCIAL: ("欢乐江山", "宝鼎花园"),
    ShowcaseKind.SELF_GOVERNED: SELF_GOVERNED,
    ShowcaseKind.RESETTLEMENT: ("滦河新区",),
}
ITEMS = {
    "old": "楼道照明更换\n增加停车位", "resettled": "过渡物业进驻\n补建维修资金", "standard": "补齐满意度短板",
    "new": "安装智能门禁\n增加充电桩",
}  # fmt: skip
STEPS = ("入户征求意见", "确定施工单位", "完成施工", "居民代表验收")
MARKED = 3  # communities of each street whose points by hand are given in time


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))


def showcases(district: District) -> Tale:
    """The district names those compounds of its list that are there."""
    day = date(district.until.year - 1, 12, 25)
    places = {estate.compound.name: estate.compound for ground in district.grounds for estate in ground.estates}
    yield (now := _at(day, 10))
    by = district.holder("district_org", DISTRICT).actor
    for kind, names in NAMED.items():
        for name in names:
            if name in places:
                services.name_showcase(
                    places[name], kind, Span(day, None), basis=f"区委组织部公布{words.MARK}", by=by,
                    at=clock.from_wall(now),
                )  # fmt: skip


def plans(district: District, ground: Ground, estate: Estate, number: int, folder: Path) -> Tale:
    """A plan of the year with a milestone each quarter: the first ones done, here and there one too late or never."""
    year, by = district.until.year, ground.admin.actor
    decided = date(year, 1, 12)
    yield (now := _at(decided, 9))
    kind = compounds.kinds_of([estate.compound.id], decided)[estate.compound.id]
    track = TRACK_OF_KIND[kind]
    facts = PlanFacts(
        f"{year} 年{TRACK_LABEL[track]}", track, "", ITEMS[kind], estate.compound.households * 20_000,
        "专项资金和业主自筹", decided,
    )  # fmt: skip
    plan = services.decide_plan(estate.compound, facts, by=by, at=clock.from_wall(now))
    dues = [date(year, month, 28) for month in (3, 6, 9, 12)]
    steps = [
        services.set_milestone(plan, MilestoneFacts(name, due), by=by, at=clock.from_wall(now))
        for name, due in zip(STEPS, dues, strict=True)
    ]
    for place, step in enumerate(steps):
        if place == 2 and number % 4 == 1:
            return  # it stands still
        done = step.due_on + timedelta(days=9 if number % 3 == place else -6)
        yield (now := _at(done, 16))
        reached = MilestoneFacts(step.name, step.due_on, done, "照片见下")
        services.change_milestone(plan, step, reached, by=by, at=clock.from_wall(now))
        if number % 5 == 0:
            picture = pictures()[place]
            attachments.attach(
                plan.matter, picture, attachments.store(folder, picture), purpose="photo", by=by,
                at=clock.from_wall(now),
            )  # fmt: skip


def ratings(district: District, folder: Path) -> Tale:
    """Last year's evaluations, some of them confirmed by the streets; this year's as they stand."""
    year, picture = district.until.year - 1, pictures()[0]
    everywhere = [estate.compound for ground in district.grounds for estate in ground.estates]
    by = district.holder("district_org", DISTRICT).actor
    yield (now := _at(date(year + 1, 1, 26), 9))
    services.compute_evaluations(everywhere, year, by=by, at=clock.from_wall(now))
    yield (now := _at(date(year + 1, 2, 24), 10))
    early = _first_of_streets(district.grounds)
    for number, ground in enumerate(early):
        _marked(ground, year, number, folder, picture, now)
    yield (now := _at(date(year + 1, 3, 4), 10))
    for ground in early:
        street = district.holder("street_staff", ground.street).actor
        rows = evaluations.of_year([estate.compound.id for estate in ground.estates], year)
        for row in sorted(rows.values(), key=lambda one: one.id):
            services.confirm_evaluation(row, by=street, at=clock.from_wall(now))
    yield (now := _at(district.until - timedelta(days=1), 18))
    services.compute_evaluations(everywhere, year + 1, by=by, at=clock.from_wall(now))


def _first_of_streets(grounds: Iterable[Ground]) -> list[Ground]:
    found: dict[str, list[Ground]] = {}
    for ground in grounds:
        found.setdefault(ground.street, []).append(ground)
    return [ground for own in found.values() for ground in own[:MARKED]]


def _marked(ground: Ground, year: int, number: int, folder: Path, picture: Upload, now: datetime) -> None:
    by, at = ground.admin.actor, clock.from_wall(now)
    ids: Sequence[int] = [estate.compound.id for estate in ground.estates]
    for row in sorted(evaluations.of_year(ids, year).values(), key=lambda one: one.id):
        marks = {
            "upgrade": Mark(600 + number % 4 * 100, "照年初计划的节点"),
            "openness": Mark(300 + number % 3 * 100, "公示栏照片"),
        }
        services.mark_evaluation(row, marks, {}, by=by, at=at)
        for code in marks:
            stored = attachments.store(folder, picture)
            attachments.attach(row.matter, picture, stored, purpose=code, by=by, at=at)
