"""The schemes of the worked examples, and facts of invented workers."""

import json
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
PLACES = {"end_reason", "doc_date"}


@lru_cache
def _read(name: str) -> Any:
    return json.loads((VECTORS / "schemes" / f"{name}.json").read_text(encoding="utf-8"))


def document(name: str, **overrides: Any) -> dict[str, Any]:
    """A shipped document; `advance__min_months=7` writes into a copy of it."""
    found = deepcopy(_read(name))
    for path, value in overrides.items():
        *parents, last = path.split("__")
        target = found
        for part in parents:
            target = target[part]
        target[last] = value
    return found


def hb60(**overrides: Any) -> dict[str, Any]:
    """HB60, with a change."""
    return document("hb60", **overrides)


def post(position: str, start: str, **more: Any) -> dict[str, Any]:
    """An appointment."""
    return {"position": position, "from": start, **more}


def study(level: str, recognized: str, *, degree: bool = True, **more: Any) -> dict[str, Any]:
    """A recognised education."""
    return {"level": level, "diploma": True, "degree": degree, "recognized_from": recognized, **more}


def years(first: int, *ratings: str) -> list[dict[str, Any]]:
    """Confirmed ratings of consecutive years; 产假 and the like become 不定等次 with that reason."""
    known = {"优秀", "合格", "基本合格", "不合格"}
    return [
        {"year": first + n, "rating": one} if one in known else {"year": first + n, "rating": "不定等次", "reason": one}
        for n, one in enumerate(ratings)
    ]


def worker(start: str = "2017-03-01", *, first: str = "", **more: Any) -> dict[str, Any]:
    """本科, 专职工作者 since `start`, first graded that day: grade 7 of HB60."""
    return {
        "entry_date": start,
        "first": {"event": "首次定级", "effective": first or start},
        "appointments": [post("专职工作者", start)],
        "education": [study("本科", "2010-07-01")],
        "segments": [{"start": start}],
        **more,
    }


def told(rows: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Rows as (from, event, grade)."""
    return [(row["effective_from"], row["event"], row["grade"]) for row in rows]
