"""数据体检: everything to mend in the files of the viewer's workers, with a link to the very page (WF-200)."""

from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, RowDeed, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import chosen_area, viewer
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import data_check
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.data_check import LABEL, Kind
from shuangluan.workforce.tables.data_check import DATA_CHECK, Line
from shuangluan.workforce.views.blueprint import SLICE, bp


def _deeds(line: Line) -> list[RowDeed]:
    may = viewer().can(line.permission)
    return [RowDeed("去改", line.mend, opens="page") if may else RowDeed(f"由{line.whose}", "")]


def _listing() -> Listing:
    """The findings as they are now; they are made anew each time, so nothing here is out of date."""
    now = clock.now()
    found = data_check.everything(viewer(), clock.local_day(now), chosen_area())
    people, counts = len({one.worker.id for one in found}), data_check.counts(found)
    return Listing(
        SLICE, DATA_CHECK, data_check.source(found), Line, "data_check",
        f"{people} 人的档案有要改的，截至 {clock.local(now):%m-%d %H:%M}。按现在登记的内容逐人查：缺项、没有核验和"
        "过期、前后矛盾、等级与事实不一致；改好一项，这里就少一项",
        "这一类问题都已经改好。", empty="没有要改的", export=Perm.DATA_CHECK_EXPORT,
        action=sentences.DATA_CHECK_EXPORTED,
        options={"kind": [(kind.value, f"{LABEL[kind]} {counts[kind]}") for kind in Kind]}, deeds=_deeds,
    )  # fmt: skip


@bp.get("/data-check")
@requires(Perm.DATA_CHECK_READ)
def data_check_list() -> ResponseReturnValue:
    """The list as the address asks for it."""
    return listed(_listing())


@bp.post("/data-check/export")
@requires(Perm.DATA_CHECK_EXPORT)
def data_check_export() -> ResponseReturnValue:
    """The same list as a workbook, recorded."""
    return exported(_listing())
