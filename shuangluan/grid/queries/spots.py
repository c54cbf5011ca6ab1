"""The place field of a registration: what may be chosen in it, and what was meant by the words in it (GR-11 1)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from shuangluan.extensions import db
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries.places import Place, my_buildings, own_compounds, place
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import MAX_ID
from shuangluan.kernel.models import Building, Compound
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.search import initials, matches, norm

FIELD = "place"
OFFERED = 20  # rows of one type-ahead answer
IN_A_LIST = 50  # more than that is no list to choose from (performance 8.9)
NAMED = 4  # possible places that a refusal names
OUTSIDE = "小区以外"
COMMON = "公共地方"
NOT_YOURS = "没有这个地点，或不在你的范围内，从列表里重新选"


@dataclass(frozen=True)
class Spot:
    """Where something may be registered: a building, a compound, or a community outside its compounds.

    `key` is what a list of choices posts (b34, c12, a130803003002), `label` the words that mean the same.
    """

    key: str
    label: str
    community: str
    place: Place | None = None

    @property
    def compound_id(self) -> int | None:
        """The compound, where there is one."""
        return self.place.compound.id if self.place else None

    @property
    def building_id(self) -> int | None:
        """The building, where one was named."""
        return self.place.building.id if self.place and self.place.building else None


@dataclass(frozen=True)
class Choice:
    """One row of the list: what it posts, what it is called, where it lies."""

    key: str
    label: str
    note: str = ""


def spot_choices(viewer: Viewer, day: date, words: str, limit: int = OFFERED) -> tuple[list[Choice], bool]:
    """Compounds, buildings and communities that fit the words or initials; whether there are more.

    “御景园 3号楼”, “yjy 3” and “御景园3号楼” mean the same. Two statements.
    """
    asked = _tokens(words)
    found = [
        *(_compound_choice(row, viewer) for row in _compound_rows(viewer, day, asked, limit + 1)),
        *(_building_choice(row, viewer) for row in (_building_rows(viewer, day, asked, limit + 1) if asked else [])),
        *_communities(viewer, asked),
    ]
    return found[:limit], len(found) > limit


def building_choices(viewer: Viewer, day: date, words: str, limit: int = OFFERED) -> tuple[list[Choice], bool]:
    """Buildings that fit the words, wherever the viewer may register; whether there are more."""
    rows = _building_rows(viewer, day, _tokens(words), limit + 1)
    return [_building_choice(row, viewer) for row in rows[:limit]], len(rows) > limit


def spot(viewer: Viewer, day: date, typed: str) -> Spot:
    """The place meant by a key or by words. Raises RuleBroken for none, several, or one of somebody else."""
    if not typed:
        raise RuleBroken("填地点：打小区名和楼号，或拼音首字母", FIELD)
    if re.fullmatch(r"[abc][0-9]{1,18}", typed):
        return _of_key(viewer, day, typed)
    rows, more = spot_choices(viewer, day, typed)
    exact = [row for row in rows if _flat(typed) in (_flat(row.label), _flat(row.label.split("（")[0]))]
    if len(exact) == 1 or (len(rows) == 1 and not more):
        return _of_key(viewer, day, (exact or rows)[0].key)
    if not rows:
        raise RuleBroken(f"没有找到“{typed[:30]}”，打小区名和楼号，如“御景园 3号楼”", FIELD)
    named = "、".join(row.label for row in (exact or rows)[:NAMED])
    many = f"{OFFERED} 处以上" if more else f"{len(exact or rows)} 处"
    raise RuleBroken(f"“{typed[:30]}”对得上 {many}：{named}…写全一点再提交", FIELD)


def phone_choices(viewer: Viewer, day: date) -> list[tuple[str, list[Choice]]] | None:
    """The groups of the phone's list, one's own buildings first; None when it would be no list (GR-72)."""
    rows = my_buildings(viewer, day, IN_A_LIST + 1)
    if len(rows) > IN_A_LIST and not rows[0].mine:
        return None
    rows = rows[:IN_A_LIST]
    own = [_building_choice(row, viewer) for row in rows if row.mine]
    others = [_building_choice(row, viewer) for row in rows if not row.mine]
    compounds = {row.compound_id: row for row in rows}
    common = [Choice(f"c{key}", f"{row.name} {COMMON}") for key, row in compounds.items()]
    groups = [("我的楼栋", own), (COMMON, common), ("其他楼栋" if own else "楼栋", others)]
    return [(name, choices) for name, choices in groups if choices]


def _of_key(viewer: Viewer, day: date, key: str) -> Spot:
    kind, code = key[0], key[1:]
    if kind == "a":
        if code not in areas() or len(code) != 12 or not viewer.holds_area(Perm.APPEAL_REGISTER, code):
            raise RuleBroken(NOT_YOURS, FIELD)
        return Spot(key, _community_label(code), code)
    number = int(code)
    found = number <= MAX_ID and place(
        viewer,
        day,
        compound_id=number if kind == "c" else None,
        building_id=number if kind == "b" else None,
    )
    if not found:
        raise RuleBroken(NOT_YOURS, FIELD)
    community = found.compound.community
    label = _label(found.compound.name, found.building.number if found.building else "", community, viewer)
    return Spot(key, label, community, found)


def _compound_rows(viewer: Viewer, day: date, words: list[str], limit: int) -> list[Any]:
    first = case((func.lower(Compound.name) == "".join(words), 0), else_=1)
    return list(
        db.session.execute(
            select(Compound.id, Compound.name, Compound.community)
            .where(own_compounds(viewer, day), matches(Compound.search_text, " ".join(words)))
            .order_by(first, Compound.name, Compound.id)
            .limit(limit)
        )
    )


def _building_rows(viewer: Viewer, day: date, words: list[str], limit: int) -> list[Any]:
    both = Compound.search_text.concat(" ").concat(func.lower(Building.number))
    number = next((int(m[0]) for word in reversed(words) if (m := re.match(r"[0-9]{1,9}", word))), -1)
    return list(
        db.session.execute(
            select(Building.id, Building.number, Compound.name, Compound.community)
            .join(Compound, Compound.id == Building.compound_id)
            .where(own_compounds(viewer, day), matches(both, " ".join(words)))
            .order_by(case((Building.sort_key == number, 0), else_=1), Compound.name, Building.sort_key, Building.id)
            .limit(limit)
        )
    )


def _communities(viewer: Viewer, words: list[str]) -> list[Choice]:
    """Communities in which the viewer may register something that lies in no compound."""
    if not words:
        return []
    codes = viewer.areas(Perm.APPEAL_REGISTER)
    rows = [row for code in codes for row in areas().communities(code)]
    fitting = (row for row in rows if all(w in f"{norm(row.name)}{OUTSIDE} {initials(row.short)}" for w in words))
    return [Choice(f"a{row.code}", _community_label(row.code), areas().name(row.code[:9])) for row in fitting]


def _community_label(code: str) -> str:
    return f"{areas().name(code)} {OUTSIDE}"


def _compound_choice(row: Any, viewer: Viewer) -> Choice:
    return Choice(f"c{row.id}", _label(row.name, "", row.community, viewer), areas().path(row.community))


def _building_choice(row: Any, viewer: Viewer) -> Choice:
    return Choice(f"b{row.id}", _label(row.name, row.number, row.community, viewer), areas().path(row.community))


def _label(compound: str, number: str, community: str, viewer: Viewer) -> str:
    """With the community where the viewer has several: two of them may have a compound of one name (GR-4)."""
    scopes = viewer.areas(Perm.APPEAL_REGISTER)
    single = len(scopes) == 1 and len(scopes[0]) == 12 and not viewer.organisations(Perm.APPEAL_REGISTER)
    tail = "" if single else f"（{areas().short(community)}）"
    return f"{compound} {number}".strip() + tail


def _tokens(words: str) -> list[str]:
    """Single words; a number behind a name is a word of its own (御景园3号楼)."""
    plain = re.sub(r"[()（）·・、,，]", " ", norm(words[:100].replace("\0", "")))
    return re.sub(r"(?<=[^\s0-9])(?=[0-9])", " ", plain).split()


def _flat(text: str) -> str:
    return "".join(_tokens(text))
