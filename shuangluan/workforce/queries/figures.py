"""The figures of the workers (WF-220): each is a select of ids, counted and opened by that very select (D6)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, exists

from shuangluan.kernel import clock
from shuangluan.kernel.figures import Figure, Period
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.tables import BadParameter
from shuangluan.workforce.models import Certificate, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import register
from shuangluan.workforce.queries.certificate_register import is_valid
from shuangluan.workforce.queries.data_check import has_gap
from shuangluan.workforce.queries.delegates import SEATS, has_seat
from shuangluan.workforce.queries.staffing_register import STAFFING
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER
from shuangluan.workforce.rules.leaving import ExitKind
from shuangluan.workforce.rules.states import WorkerState

TASK = "workforce"
LIST = "/workforce/workers"


def _total(_: date) -> ColumnElement[bool]:
    return register.is_employed()


def _college(_: date) -> ColumnElement[bool]:
    return register.is_employed() & register.has_education(*register.COLLEGE)


def _certified(_: date) -> ColumnElement[bool]:
    return register.is_employed() & register.has_certificate(*CERTIFICATE_ORDER[:2])


def _left(kind: ExitKind) -> Callable[[date], ColumnElement[bool]]:
    return lambda _: (Worker.state == WorkerState.LEFT) & (Worker.exit_kind == kind.value)


def _registered(day: date) -> ColumnElement[bool]:
    held = exists().where(Certificate.worker_id == Worker.id, is_valid(day)).correlate(Worker)
    return register.is_employed() & register.has_certificate(*CERTIFICATE_ORDER[:2]) & held


# key, label, definition, rows as of a day, whether it is a share of all
DECLARED: tuple[tuple[str, str, str, Callable[[date], ColumnElement[bool]], bool], ...] = (
    ("worker.total", "社区工作者", "试用、在岗、离岗、停职的社区工作者，一人一行", _total, False),
    ("worker.college", "大专及以上", "最高已核验学历为大专及以上的，占全部社区工作者", _college, True),
    ("worker.certified", "持证", "取得初级或中级社会工作者职业资格的，占全部社区工作者", _certified, True),
    (
        "worker.certified_valid", "持证并登记有效", "持证的人里，证书登记在有效期内的，占全部社区工作者",
        _registered, True,
    ),
    (
        "worker.delegates", "两代表一委员",
        "从社区“两委”推荐、当选并在任的党代表、人大代表、政协委员，按人算，一人有几个席位也算一人", has_seat, False,
    ),
    (
        "worker.civil_servants", "招录公务员", "以招录公务员退出的社区工作者，历年累计",
        _left(ExitKind.CIVIL_SERVANT), False,
    ),
    (
        "worker.institution_staff", "转聘事业编制", "以转聘事业编制退出的社区工作者，历年累计",
        _left(ExitKind.INSTITUTION), False,
    ),
    (
        "worker.gap", "档案有缺项", "在册而没有身份证号、学历、工作经历、在任职务或有效合同的，每一项在数据体检里",
        has_gap, True,
    ),
)  # fmt: skip


def figures(viewer: Viewer, area: str | None, period: Period, now: datetime) -> Sequence[Figure]:
    """The figures within an area; people are counted as they stand today, whatever the period."""
    if not viewer.can(Perm.WORKER_READ):
        return []
    day = clock.local_day(now)
    told = [_figure(key, viewer, area, day) for key, *_ in DECLARED]
    return [*told, *_seats(viewer, area, day), _per_community(viewer, area, day)]


def _seats(viewer: Viewer, area: str | None, day: date) -> list[Figure]:
    """Second figures of 两代表一委员: seats are no persons (WF-163)."""
    told = (
        ("seated", "worker.delegate_seats", "两代表一委员席位", "在任的席位，一人有几个算几个"),
        ("recommended", "worker.delegates_unseated", "已推荐未当选", "推荐以后还没有当选、也没有结束的"),
    )
    return [
        Figure(
            key, TASK, label, "席", f"{definition}；截至 {day}", SEATS.counted(view, viewer, area, day),
            _listed("/workforce/delegates", area, view=view),
        )
        for view, key, label, definition in told
    ]  # fmt: skip


def _per_community(viewer: Viewer, area: str | None, day: date) -> Figure:
    """每社区: all workers over the urban communities (WF-220)."""
    whole = _figure("worker.total", viewer, area, day)
    said = f"全部社区工作者除以城市社区的个数；截至 {day}"
    return Figure(
        "worker.per_community", TASK, "每社区", "人", said, whole.rows, whole.address,
        of=STAFFING.counted("urban", viewer, area, day), of_address=_listed("/workforce/staffing", area), is_mean=True,
    )  # fmt: skip


def _listed(path: str, area: str | None, **asked: str) -> str:
    said = asked | ({"area": area} if area else {})
    return f"{path}?{urlencode(said)}" if said else path


def _figure(key: str, viewer: Viewer, area: str | None, day: date) -> Figure:
    _, label, definition, condition, is_share = next(one for one in DECLARED if one[0] == key)
    scope = visible(viewer, Worker.id)
    if area:
        scope = scope.where(area_range(Worker.community, area))
    whole = scope.where(register.is_employed()) if is_share else None
    shares: dict[str, Any] = {"of": whole, "of_address": _address(key, area, "d")} if whole is not None else {}
    rows = scope.where(condition(day))
    hot = key == "worker.gap"
    said = f"{definition}；截至 {day}"
    return Figure(key, TASK, label, "人", said, rows, _address(key, area, "n"), hot=hot, **shares)


def _address(key: str, area: str | None, part: str) -> str:
    asked = {"figure": key} | ({"area": area} if area else {}) | ({"part": part} if part == "d" else {})
    return f"{LIST}?{urlencode(asked)}"


def figure(key: str, viewer: Viewer, area: str | None, day: date) -> Figure:
    """The figure that a list was opened by. Raises BadParameter for one that is none."""
    if key not in {one[0] for one in DECLARED}:
        raise BadParameter("没有这个数字，请从数据总览进入")
    return _figure(key, viewer, area, day)


def figure_rows(found: Figure, part: str) -> Select[Any]:
    """The ids that it counts, or those that it is a share of. Raises BadParameter for another part."""
    rows = {"n": found.rows, "d": found.of}.get(part)
    if rows is None:
        raise BadParameter("这个数字没有这一部分，请从数据总览进入")
    return rows
