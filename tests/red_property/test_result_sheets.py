"""表决结果表 as a document handed out: issued, corrected by a recount, checked, taken along (D22, RP-10, RP-64)."""

from io import BytesIO

from docx import Document

from shuangluan.kernel import documents
from shuangluan.kernel.models import DocumentState
from shuangluan.red_property.queries import result_sheets
from shuangluan.red_property.services import vote_counting
from tests.build import actor, saved, viewer
from tests.red_property import ballot_box as box
from tests.site import Site


def test_rp_10_the_second_finaliser_issues_the_sheet_and_a_recount_corrects_it(writing: None):
    vote = box.an_open()
    box.cast(vote, "1 1", "2 1", "3 1", "4 1", "5 1")
    box.close(vote)
    box.confirm(vote)
    assert result_sheets.editions(vote.id) == []
    box.finalise(vote)
    first = result_sheets.editions(vote.id)[0]
    assert (first.number, first.edition) == (f"双滦业决〔2026〕{vote.id}号", 1)
    assert '"agreeing_persons":5' in first.text
    found = documents.checked(first.code, viewer=viewer("community_admin"))[0]
    assert (found.kind.label, found.document.state, found.is_readable) == ("表决结果表", DocumentState.VALID, True)
    assert not documents.checked(first.code, viewer=viewer("property_liaison"))[0].is_readable
    deed = {"by": actor("community_staff"), "at": box.at("12-20 09:00")}
    saved(lambda: vote_counting.begin_recount(vote, reason="漏了一张", **deed))
    box.cast(vote, "6 1")
    box.confirm(vote, when="12-20 10:00")
    box.finalise(vote, when="12-20 11:00")
    old, new = result_sheets.editions(vote.id)
    assert (old.state, old.ended_reason) == (DocumentState.CORRECTED, "重新统计：漏了一张")
    assert (new.number, new.edition, new.code != old.code) == (old.number, 2, True)


def test_rp_64_the_sheet_is_printed_with_its_code_listed_and_leaves_as_word(site: Site):
    vote = box.a_final()
    document = result_sheets.editions(vote.id)[0]
    site.sign_in("community_admin")
    assert document.code in site.get(f"/red-property/votes/{vote.id}/result").text
    rows = site.get("/red-property/result-sheets").soup.select("#rows tbody tr")
    assert [row.select_one("a")["href"] for row in rows] == [f"/red-property/votes/{vote.id}/result"]
    body = site.post(f"/red-property/votes/{vote.id}/result/word").data
    words = [one.text for one in Document(BytesIO(body)).paragraphs]
    assert f"校验码 {document.code}，第 1 份。" in words
    assert site.post("/red-property/result-sheets/export").status_code == 200
    site.sign_in("community_admin_2")
    assert site.get("/red-property/result-sheets").soup.select("#rows tbody tr") == []
    site.sign_in("property_liaison")
    assert site.get("/red-property/result-sheets").status_code == 403
