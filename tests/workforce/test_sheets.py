"""The papers of a batch as Word and on A4, 等级说明书 handed out with a code that can be checked (WF-45, D22)."""

from datetime import date
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
from shuangluan.workforce.rules.batch_papers import PaperKind, Reply, opinion
from shuangluan.workforce.rules.states import ItemState
from tests import build
from tests.workforce.people import a_batch, a_worker, approved, do, published, rate


def word(site, address: str) -> list[list[list[str]]]:
    """The tables of the Word file that an address sends."""
    document = Document(BytesIO(site.post(address).data))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_wf_200_the_papers_of_a_batch_name_who_rises_and_nothing_of_identity(site):
    a_worker("张晓梅", ratings=("合格",) * 6)
    a_worker("李海燕", ratings=("合格",) * 5 + ("不合格",))
    batch = a_batch()
    published(batch)
    site.sign_in("district_approver")
    found = {}
    for kind in PaperKind:
        address = f"/workforce/batches/{batch.id}/paper?kind={kind.value}"
        printed, found[kind] = site.get(address).text, word(site, address)
        assert "张晓梅" in printed, kind
        assert ("李海燕" in printed) is (kind is PaperKind.REVIEW)
        assert ("示例薪酬表" in printed) is (kind in (PaperKind.APPROVAL, PaperKind.PAY))
        assert "138" not in str(found[kind])
    approval, signed = found[PaperKind.APPROVAL]
    assert approval[1][1:5] == ["张晓梅", "工作人员", "12", "13"]
    assert [row[0] for row in signed] == ["街道初审意见", "区级复核意见", "审批意见"]
    assert found[PaperKind.REVIEW][0][1][6:] == ["通过", "2026-11-20"]
    assert found[PaperKind.PAY][0][1][3:] == ["12", "3666.00", "13", "3702.00", "+36.00", "2026-01"]
    assert found[PaperKind.PAY][0][2][::7] == ["合计 1 人", "+36.00"]
    exported = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.BATCH_EXPORTED)).all()
    assert len(exported) == len(PaperKind)
    assert site.get(f"/workforce/batches/{batch.id}/paper?kind=gift").status_code == 400


def test_wf_200_the_reply_is_a_draft_until_it_is_approved():
    reply = Reply(2025, date(2026, 1, 1), "张晓梅", 2, 1, date(2026, 11, 20), date(2026, 11, 27))
    assert reply.letter[1].endswith("并于 2026-11-20 至 2026-11-27 公示，异议已全部办结。现批复如下：")
    assert reply.letter[2] == "一、同意张晓梅等 2 人晋级，名单附后，自 2026-01-01 起执行。"
    assert reply.letter[4] == "三、其余 1 人等级不变，由所在街道、镇把理由告知本人。"
    assert opinion(ItemState.DOUBTFUL, "缺文件", is_reviewed=True) == "存疑：缺文件"


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


def test_wf_200_the_register_sheet_has_the_whole_file_with_masked_numbers(site):
    worker = a_worker()
    site.sign_in("community_admin")
    address = f"/workforce/workers/{worker.id}/file-sheet"
    printed, tables = site.get(address).text, word(site, address)
    for words in ("138****2222", "本科", "双任〔2020〕3号", "2024"):
        assert words in printed
        assert words in str(tables)
    assert "13811112222" not in printed + str(tables)
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.EXPORTED)).one()
