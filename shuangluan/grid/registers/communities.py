"""社区 as a column of a foreign sheet: under every name that people write, and whose it is."""

from functools import lru_cache

from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets.fields import Field, Kind

ELSEWHERE = "不在你的范围里，这一行不能由你导入"


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    found = areas().communities()
    return (*((one.code, one.name) for one in found), *((one.code, one.short) for one in found))


def community_field() -> Field:
    """万和城社区 as well as 万和城."""
    return Field("community", "社区", Kind.CHOICE, required=True, options=_names(), synonyms=("所属社区", "社区名称"))


def elsewhere(code: str | None, permission: str, viewer: Viewer) -> list[tuple[str, str]]:
    """What forbids a row of a community in which the viewer may not write."""
    if not code or viewer.holds_area(permission, code):
        return []
    return [("community", f"{areas().name(code)}{ELSEWHERE}")]
