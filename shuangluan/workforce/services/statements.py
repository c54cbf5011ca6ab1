"""Hand out a 等级说明书 with a number and a check code (D22)."""

from datetime import datetime

from shuangluan.kernel import audit, documents
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import IssuedDocument
from shuangluan.workforce.models import Worker
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.queries.statements import STATEMENT, text_of

CHANGED = "等级记录有变动"


def issue_statement(worker: Worker, *, by: audit.Actor, at: datetime) -> IssuedDocument:
    """The statement of the ledger as it stands; where it has changed, a further edition of the one that holds.

    Raises RuleBroken without a ledger, and where the edition that holds says the same.
    """
    if not records_of([worker.id]).get(worker.id):
        raise RuleBroken("还没有定级，不能出具说明书")
    text, title = text_of(worker), f"等级说明书：{worker.person.name}"
    held = documents.valid(STATEMENT, worker.id)
    if held is None:
        return documents.issue(STATEMENT, worker.id, number=f"{worker.staff_no}", title=title, text=text, by=by, at=at)
    if held.text == text:
        raise RuleBroken("已经出具，等级记录没有变动，直接打印")
    return documents.correct(held, title=title, text=text, reason=CHANGED, by=by, at=at)
