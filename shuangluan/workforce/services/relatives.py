"""回避: relatives who work with the site are declared once, and neither decides about the other (WF-3, WF-21)."""

from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Person
from shuangluan.workforce.models import Relative, Worker
from shuangluan.workforce.queries.relatives import colleagues
from shuangluan.workforce.rules import sentences


def colleague(name: str, number: str) -> Person:
    """The one person of that name who works with the site; `number` tells namesakes apart.

    Raises RuleBroken for none and for several, saying what to fill in.
    """
    found = colleagues(name, number)
    if not found:
        raise RuleBroken(f"没有找到{name}：只需申报在册的社区工作者和本系统有账号的人，请核对姓名和编号", "name")
    if len(found) > 1:
        raise RuleBroken(f"叫{name}的不止一位，请填对方的人员编号或登录名", "number")
    return found[0]


def declare_relative(worker: Worker, person: Person, relation: str, *, by: audit.Actor, at: datetime) -> Relative:
    """A relative who works with the site: neither decides about the other from now on (WF-3).

    Raises RuleBroken for oneself and for somebody who is declared already.
    """
    if person.id == worker.person_id:
        raise RuleBroken("不能把本人申报为亲属，请填对方的姓名", "name")
    known = select(Relative.id).where(Relative.worker_id == worker.id, Relative.person_id == person.id)
    if db.session.scalar(known) is not None:
        raise RuleBroken(f"{person.name}已经申报过，不用再报；关系写错的请街道删去后重报", "name")
    relative = Relative(worker_id=worker.id, person_id=person.id, relation=relation)
    audit.created(sentences.RELATIVE_DECLARED, relative, by=by, at=at)
    return relative


def withdraw_relative(relative: Relative, worker: Worker, *, by: audit.Actor, at: datetime) -> None:
    """Take away what was declared by mistake. Raises RuleBroken for the two whom it is about."""
    if by.id in (worker.person_id, relative.person_id):
        raise RuleBroken("不能删去自己的回避关系，请另一位同事办理")
    with audit.removing(sentences.RELATIVE_WITHDRAWN, relative, by=by, at=at):
        removal.delete("回避关系", relative)
