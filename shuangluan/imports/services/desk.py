"""With what the rows of an import are written: the register, who acts with which rights, and what must still hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shuangluan.imports import queries
from shuangluan.kernel import audit, clock, jobs, people
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import SheetImport, Verdict
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.registers import CHANGED, Answer, Register
from shuangluan.kernel.sheets.verdicts import Content


@dataclass(frozen=True)
class Desk:
    """With what rows are written: the register, its fields, for whom, who acts (by the import) and when."""

    register: Register
    fields: Sequence[Field]
    viewer: Viewer
    by: audit.Actor
    at: datetime


def desk_of(one: SheetImport, run: jobs.Run) -> Desk:
    """The desk now. Raises RuleBroken when its owner may not write into the register any more (A17)."""
    register, at = queries.register_of(one), clock.now()
    viewer = may_write(register, run.viewer.person_id, at)
    fields = register.fields(viewer, clock.local_day(at))
    return Desk(register, fields, viewer, replace(run.by, import_id=one.id), at)


def may_write(register: Register, person_id: int, at: datetime) -> Viewer:
    """The owner with the rights that he has at this moment. Raises RuleBroken when they do not do."""
    viewer = people.viewer_of(person_id, clock.local_day(at))
    if viewer is None or not viewer.can(register.permission):
        raise RuleBroken(f"你现在没有修改{register.name}的权限，请找管理员")
    return viewer


def check_same_rights(desk: Desk) -> None:
    """Raises RuleBroken where the owner's rights are not any more those with which his rows were looked at."""
    if may_write(desk.register, desk.viewer.person_id, desk.at).grants != desk.viewer.grants:
        raise RuleBroken("你的权限刚刚变了；什么都没有写入，请重新核对")


def told(one: SheetImport) -> dict[str, Any]:
    """What the entry of an import says of it."""
    return {"register": queries.register_of(one).name, "file": one.file_name, "rows": queries.chosen_count(one)}


def check_unchanged(row: Any, content: Content, answer: Answer) -> None:
    """The register must still say of the row what it said when its owner looked at it."""
    if answer.problems:
        raise RuleBroken(f"第 {row.number} 行：{answer.problems[0][1]}；什么都没有写入，请重新核对")
    seen = (row.record_id, row.record_version) if row.verdict is Verdict.CHANGED else (None, None)
    standing = answer.standing
    now = (standing.id, standing.version) if standing else (None, None)
    old = verdicts.plain({key: standing.values.get(key) for key in content.old}) if standing else {}
    if seen != now or old != dict(content.old):
        raise RuleBroken(f"第 {row.number} 行：{CHANGED}")
