"""诉求 as a register that takes workbooks: what the hotline, the petitions office and the streets keep in theirs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.grid import queries, services
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import imports
from shuangluan.grid.queries.register import Seen
from shuangluan.grid.registers.communities import ELSEWHERE, community_field, elsewhere
from shuangluan.grid.rules import LEVEL_LABEL, REGISTERED, REMOVED, Level, ReporterKind
from shuangluan.grid.services import bulk_registration
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Building, Compound
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Bulk, Drawn, Firsts, Register, Standing, Values

READ_ONLY = "已登记的诉求不能用表格改，请打开这件诉求办理；这一格请照台账填，或者留空"


ALSO_CALLED = (("hotline", "12345热线"), ("hotline", "12345"), ("call_visit", "来电"), ("call_visit", "来访"))


def fields(viewer: Viewer, day: date) -> Sequence[Field]:
    """The columns of an appeal; what is computed (期限, 状态 …) is not taken from anybody's sheet."""
    catalogue = queries.catalogue_on(day)
    categories = tuple((one.code, one.name) for one in catalogue.categories)
    sources = (*((one.code, one.name) for one in catalogue.sources), *ALSO_CALLED)
    levels = tuple((one.value, LEVEL_LABEL[one]) for one in Level)
    return (
        Field("no", "编号", Kind.CODE, synonyms=("诉求编号",), note="新登记的留空；已有的照台账填，用来核对"),
        Field("source", "来源", Kind.CHOICE, required=True, options=sources, synonyms=("诉求来源", "受理渠道")),
        Field(
            "source_no", "来源单号", Kind.CODE, width=20, synonyms=("工单号", "工单编号", "热线工单号", "转办单号"),
            note="热线、信访等来源自己的编号，同一来源里不重复；靠它认出已经登记过的", example="RX20261120001",
        ),
        Field("title", "诉求", width=30, synonyms=("标题", "诉求标题"), note="留空时取内容的第一句，60 字以内"),
        Field(
            "description", "诉求内容", required=True, width=50,
            synonyms=("内容", "问题描述", "反映内容", "诉求描述", "事项内容"),
        ),
        Field("category", "类别", Kind.CHOICE, required=True, options=categories, synonyms=("诉求类别", "问题类别")),
        Field("level", "等级", Kind.CHOICE, options=levels, note="留空时按类别的等级"),
        community_field(),
        Field("compound", "小区", synonyms=("小区（楼院）", "小区名称"), note="照小区台账里的名称"),
        Field("building", "楼栋", synonyms=("楼号", "栋号"), example="3号楼"),
        Field("address_text", "地点", width=30, synonyms=("地址", "详细地址", "发生地点")),
        Field(
            "discovered_at", "发现时间", Kind.MOMENT, width=17,
            synonyms=("诉求时间", "来电时间", "反映时间", "受理时间"), note="留空时是导入的时间",
        ),
        Field("reporter_name", "诉求人", Kind.NAME, synonyms=("来电人", "反映人", "姓名"), note="打码的不会被当成姓名"),
        Field("reporter_phone", "联系电话", Kind.PHONE),
        Field("wants_reply", "要求回复", Kind.FLAG, synonyms=("是否回复", "是否要求回复")),
    )  # fmt: skip


def look(rows: Sequence[Values], viewer: Viewer, at: datetime) -> Sequence[Answer]:
    """What stands of each row already, and what forbids it."""
    seen = Seen(viewer, at)
    known = imports.appeals_known(
        [row["no"] for row in rows if row.get("no")], [row["source_no"] for row in rows if row.get("source_no")], seen
    )
    compounds = imports.compounds_named(
        [(row["community"], row["compound"]) for row in rows if row.get("community") and row.get("compound")], seen
    )
    buildings = imports.buildings_of(list(compounds.values()))
    return [_answer(row, known, compounds, buildings, viewer, at) for row in rows]


def _answer(
    row: Values,
    known: imports.Known,
    compounds: Mapping[tuple[str, str], Compound],
    buildings: Mapping[tuple[int, str], Building],
    viewer: Viewer,
    at: datetime,
) -> Answer:
    found = known.get((row["no"],) if row.get("no") else (row.get("source", ""), row.get("source_no", "")))
    if row.get("no") and found is None:
        return Answer(problems=(("no", "没有这个编号的诉求；新登记的请把编号留空"),))
    if found is not None:
        return _standing(row, found)
    community = row.get("community")
    problems = elsewhere(community, Perm.APPEAL_REGISTER, viewer)
    if community and row.get("compound") and not problems:
        problems += _place_problems(row, compounds, buildings)
    if not row.get("source_no"):
        problems.append(("source_no", "新登记的要填来源单号，靠它认出重复；没有单号的请在“登记诉求”里逐件登记"))
    if row.get("discovered_at") and row["discovered_at"] > clock.wall(at):
        problems.append(("discovered_at", "发现时间在现在之后，请改正"))
    for key, most in LONGEST:
        length = len(row.get(key) or "")
        if length > most:
            problems.append((key, f"最多 {most} 个字，现在有 {length} 个，请改短"))
    return Answer(problems=tuple(problems))


LONGEST = (("title", 60), ("description", 1000), ("address_text", 120), ("source_no", 40))


def _standing(row: Values, found: Any) -> Answer:
    if not found.mine:
        field = "no" if row.get("no") else "source_no"
        return Answer(problems=((field, f"这件诉求已经登记过，{ELSEWHERE}"),))
    stands = stored_values(found)
    problems = [(key, READ_ONLY) for key, value in row.items() if stands.get(key) != value]
    return Answer(Standing(found.id, found.row_version, stands), tuple(problems))


def stored_values(found: Any) -> dict[str, Any]:
    """An appeal as the fields have it."""
    return {key: getattr(found, key) for key in STORED} | {
        "level": found.level.value,
        "discovered_at": clock.wall(found.discovered_at).replace(second=0, microsecond=0),
    }


STORED = (
    "no", "source", "source_no", "title", "description", "category", "community", "compound", "building",
    "address_text", "reporter_name", "reporter_phone", "wants_reply",
)  # fmt: skip


def _place_problems(
    row: Values, compounds: Mapping[tuple[str, str], Compound], buildings: Mapping[tuple[int, str], Building]
) -> list[tuple[str, str]]:
    compound = compounds.get((row["community"], row["compound"]))
    if compound is None:
        name = areas().name(row["community"])
        return [("compound", f"{name}没有“{row['compound']}”，请照小区台账改，或者留空只写地点")]
    if row.get("building") and (compound.id, row["building"]) not in buildings:
        return [("building", f"{compound.name}没有“{row['building']}”，请照楼栋台账改，或者留空")]
    return []


def _facts(row: Values, at: datetime, place: queries.Place | None) -> services.AppealFacts:
    """A checked row as what is registered."""
    name, phone = row.get("reporter_name") or "", row.get("reporter_phone") or ""
    kind = ReporterKind.RESIDENT if name or phone else ReporterKind.ANONYMOUS
    return services.AppealFacts(
        title=row.get("title") or "",
        description=row["description"],
        category=row["category"],
        source=row["source"],
        source_no=row["source_no"],
        place=place,
        community=row["community"],
        address_text=row.get("address_text") or "",
        discovered_at=clock.from_wall(row["discovered_at"]) if row.get("discovered_at") else at,
        reporter=services.ReporterFacts(kind, name, phone, wants_reply=bool(row.get("wants_reply"))),
        level=Level(row["level"]) if row.get("level") else None,
    )


def _add(row: Values, by: audit.Actor, at: datetime) -> int:
    return services.register_appeal(_facts(row, at, imports.place_named(*_named(row))), by=by, at=at).id


def _named(row: Values) -> tuple[str, str, str]:
    return row["community"], row.get("compound") or "", row.get("building") or ""


def _draw_up(rows: Sequence[Values], numbers: Sequence[int], first: int, by: audit.Actor, at: datetime) -> Drawn:
    places = {named: imports.place_named(*named) for named in {_named(row) for row in rows}}
    facts = [_facts(row, at, places[_named(row)]) for row in rows]
    return bulk_registration.draw_up(facts, numbers, first=first, by=by, at=at)


def _reserve(count: int, at: datetime) -> Firsts:
    return Firsts(*bulk_registration.reserve(count, at=at))


def _write(rows: Sequence[Mapping[str, Any]], firsts: Firsts, place: int) -> None:
    appeal, matter, number = (first + place for first in (firsts.record, firsts.matter, firsts.number))
    bulk_registration.write(rows, appeal=appeal, matter=matter, sequence=number)


def _change(appeal_id: int, values: Values, by: audit.Actor, at: datetime) -> None:
    raise RuleBroken(READ_ONLY)


def _remove(appeal_id: int, by: audit.Actor, at: datetime) -> None:
    bulk_registration.remove_one(appeal_id, by=by, at=at)


APPEALS = Register(
    key="appeals",
    name="诉求台账",
    noun="诉求",
    record_kind="grid_appeal",
    endpoint="grid.appeal_list",
    permission=Perm.APPEAL_REGISTER,
    natural_keys=(("no",), ("source", "source_no")),
    fields=fields,
    look=look,
    add=_add,
    change=_change,
    remove=_remove,
    bulk=Bulk(
        added=REGISTERED,
        removed=REMOVED,
        tables={"matter": "matter", "grid_appeal": "record", "grid_appeal_reporter": "record"},
        draw_up=_draw_up,
        reserve=_reserve,
        write=_write,
    ),
)
