"""Issued documents: one valid edition, corrected by the next, revoked; checked by code (D22)."""

from datetime import datetime

import pytest
from sqlalchemy import select

from shuangluan.kernel import clock, documents
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import DocumentState, IssuedDocument, Person
from shuangluan.kernel.snapshots import check_code, hash_of, snapshot
from tests.build import actor, viewer
from tests.site import Site

AT = datetime(2026, 11, 20, 10, 0, tzinfo=clock.CST)


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind whose record is the person with the same id, open to himself alone."""
    kind = documents.Kind(
        "statement", "说明书", "overview.workbench", "person_id",
        lambda who: select(Person.id).where(Person.id == who.person_id),
    )  # fmt: skip
    monkeypatch.setitem(documents.KINDS, "statement", kind)


def issued(record_id: int = 1, words: str = "一级") -> IssuedDocument:
    return documents.issue(
        "statement", record_id, number=f"双滦说〔2026〕{record_id}号", title="等级说明书",
        text=snapshot({"grade": words}), by=actor("community_admin"), at=AT,
    )  # fmt: skip


def test_the_code_is_the_beginning_of_the_hash_of_what_stands_on_it(writing: None):
    document = issued()
    assert document.text == '{"grade":"一级"}'
    assert (document.hash, document.code) == (hash_of(document.text), check_code(document.hash))
    assert documents.valid("statement", 1) is document


def test_a_second_edition_is_a_correction_and_the_first_stays(writing: None):
    first = issued()
    with pytest.raises(RuleBroken, match="请更正"):
        issued(words="二级")
    with pytest.raises(RuleBroken, match="写明原因"):
        documents.correct(first, title=first.title, text="{}", reason=" ", by=actor("community_admin"), at=AT)
    text = snapshot({"grade": "二级"})
    second = documents.correct(
        first, title=first.title, text=text, reason="学历补录", by=actor("community_admin"), at=AT
    )
    assert (first.state, first.text, first.successor_id) == (DocumentState.CORRECTED, '{"grade":"一级"}', second.id)
    assert (second.state, second.edition, second.number) == (DocumentState.VALID, 2, first.number)
    with pytest.raises(RuleBroken, match="已更正"):
        documents.revoke(first, reason="作废", by=actor("community_admin"), at=AT)


def test_a_revoked_one_may_be_issued_anew(writing: None):
    first = issued()
    documents.revoke(first, reason="人员退出", by=actor("community_admin"), at=AT)
    assert documents.valid("statement", 1) is None
    assert issued().edition == 2


def test_the_record_is_linked_for_who_may_open_it_alone(writing: None):
    own = viewer("community_admin")
    document = issued(own.person_id)
    assert [one.is_readable for one in documents.checked(document.code, viewer=own)] == [True]
    assert [one.is_readable for one in documents.checked(document.code, viewer=viewer("member"))] == [False]


def test_two_of_one_content_share_their_code(writing: None):
    first, second = issued(1), issued(2)
    assert first.code == second.code
    found = documents.checked(first.code, viewer=viewer("member"))
    assert [one.document.record_id for one in found] == [2, 1]


def test_a_code_is_read_as_it_is_printed():
    assert documents.read_code(" C617 08d0-8358") == "c61708d08358"
    for typed in ("c61708d0835", "c61708d08358a", "g61708d08358", ""):
        with pytest.raises(RuleBroken, match="12 位"):
            documents.read_code(typed)


def test_a_paper_is_checked_by_its_code_on_a_page(site: Site):
    site.sign_in("member")
    page = site.get("/documents/check")
    wrong = site.submit(page, "main form", code="12")
    assert (wrong.status_code, wrong.words("#code-error")[0][:4]) == (422, "校验码是")
    assert "没有这个校验码" in site.submit(page, "main form", code="000000000000").text
