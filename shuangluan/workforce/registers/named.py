"""A row that names its worker by number and name: whose it is, and what forbids it (WF-117)."""

from collections.abc import Sequence

from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Values
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import imports as stored

NAMED = (
    Field("name", "姓名", Kind.NAME, note="只用来核对，与名册不同的不收", example="张三"),
    Field("staff_no", "编号", Kind.CODE, required=True, note="人员名册上的编号", example="SQ00012"),
)
Problems = list[tuple[str, str]]


def workers_of(rows: Sequence[Values]) -> dict[str, Worker]:
    """The workers whom rows name, by number; one statement."""
    numbers = {one["staff_no"] for one in rows if one.get("staff_no")}
    return {one.staff_no: one for one in stored.workers_known(numbers, set())}


def worker_numbered(staff_no: str) -> Worker:
    """The worker of a row that was looked at."""
    [worker] = stored.workers_known({staff_no}, set())
    return worker


def problems_of_worker(row: Values, worker: Worker | None, viewer: Viewer, permission: Perm) -> Problems:
    """Nobody of that number within the viewer's scope, or another name."""
    if worker is None or not viewer.holds_area(permission, worker.community):
        return [("staff_no", f"你的范围里没有编号 {row.get('staff_no') or ''} 的人，请照人员名册核对")]
    if row.get("name") and row["name"] != worker.person.name:
        return [("name", f"名册上这个编号是{worker.person.name}，请核对")]
    return []
