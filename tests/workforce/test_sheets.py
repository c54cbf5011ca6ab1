"""审批表 as Word and on A4, 等级说明书 handed out with a code that can be checked (WF-45, WF-115, D22)."""

from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import documents
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, DocumentState
from shuangluan.workforce import services
from shuangluan.workforce.queries.statements import STATEMENT
from shuangluan.workforce.rules import sentences
from tests import build
from tests.workforce.people import a_batch, a_worker, approved, do, published, rate


def test_wf_45_the_approval_sheet_names_who_rises_and_nothing_of_identity(site):
    a_worker("张晓梅", ratings=("合格",) * 6)
    a_worker("李海燕", ratings=("合格",) * 5 + ("不合格",))
    batch = a_batch()
    published(batch)
    site.sign_in("district_approver")
    address = f"/workforce/batches/{batch.id}/approval-sheet"
    printed = site.get(address)
    assert "张晓梅" in printed.text
    assert "李海燕" not in printed.text
    assert "示例薪酬表" in printed.text
    answer = site.post(address)
    document = Document(BytesIO(answer.data))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[1][1:5] == ["张晓梅", "工作人员", "12", "13"]
    assert [row[0] for row in rows[-3:]] == ["街道初审意见", "区级复核意见", "审批意见"]
    assert "138" not in str(rows)
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.BATCH_EXPORTED)).one()


def test_d22_a_statement_is_handed_out_once_and_anew_when_the_ledger_changes(app):
    worker = a_worker()
    first = do(services.issue_statement, worker)
    assert (first.number, first.edition, first.state) == ("SQ00001", 1, DocumentState.VALID)
    with pytest.raises(RuleBroken, match="没有变动"):
        do(services.issue_statement, worker)
    rate(worker, 2025, "合格")
    approved(a_batch())
    second = do(services.issue_statement, worker)
    assert (second.edition, first.state, first.successor_id) == (2, DocumentState.CORRECTED, second.id)
    found, = documents.checked(first.code, viewer=build.viewer("district_org"))
    assert (found.kind.label, found.is_readable, found.replaced_by.id) == ("等级说明书", True, second.id)
    with pytest.raises(RuleBroken, match="还没有定级"):
        do(services.issue_statement, a_worker("李海燕", graded=False))


def test_d22_the_print_shows_the_code_only_while_the_ledger_says_the_same(site):
    worker = a_worker()
    site.sign_in("street_staff")
    address = f"/workforce/workers/{worker.id}"
    assert "（未出具）" in site.get(f"{address}/statement").text
    answer = site.submit(site.get(address), "form[action$='/statement']")
    assert answer.status_code == 303
    code = documents.valid(STATEMENT, worker.id).code
    assert f"校验码 {code}" in site.get(f"{address}/statement").text
    rate(worker, 2025, "合格")
    approved(a_batch())
    assert "（未出具）" in site.get(f"{address}/statement").text
    site.sign_in("community_admin")
    assert site.post(f"{address}/statement").status_code == 403
