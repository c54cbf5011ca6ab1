"""Typed text outlives its session: kept for its author alone, offered after sign-in, sent again or thrown away."""

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, drafts
from shuangluan.kernel.audit import transaction
from shuangluan.kernel.models import Draft
from shuangluan.overview.kept import gist, sentences
from tests import build

PAIRS = [
    ("title", "楼道灯不亮"),
    ("description", "三单元的灯坏了一周，\n晚上看不见路"),
    ("category", "lamp"),
    ("households", "3"),
]


def a_draft(role: str = "community_admin", address: str = "/views", pairs: list[tuple[str, str]] = PAIRS) -> int:
    person = build.person(role).id
    with transaction():
        drafts.keep(person, address=address, page="/dashboard?period=2026", pairs=pairs, at=clock.now())
    return db.session.scalars(select(Draft.id).where(Draft.person_id == person).order_by(Draft.id.desc())).first()


def test_a_form_sent_after_the_session_ended_is_offered_after_sign_in(site):
    site.sign_in("community_admin")
    with clock.frozen(build.later(minutes=31)):
        refused = site.post("/views", {"name": "供暖季的逾期诉求", "query": "view=late"})
        assert refused.location == "/sign-in?next=/drafts"
        site.sign_in("community_admin")
        listed = site.get("/drafts")
    assert listed.words("#drafts .g a") == ["供暖季的逾期诉求"]
    shown = site.get(listed.soup.select_one("#drafts .g a")["href"])
    assert shown.words(".quote") == ["供暖季的逾期诉求"]
    assert "另有 1 项" in shown.text


def test_what_was_typed_is_sent_again_to_where_it_was_going(site):
    number = a_draft(address="/views?area=130803003002")
    site.sign_in("community_admin")
    form = site.get(f"/drafts/{number}").soup.select_one("#resend")
    assert (form["method"], form["action"]) == ("post", "/views?area=130803003002")
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert dict(PAIRS).items() <= sent.items()
    assert len(sent["form_token"]) > 8


def test_the_page_shows_sentences_and_no_codes(site):
    number = a_draft()
    site.sign_in("community_admin")
    answer = site.get(f"/drafts/{number}")
    assert answer.words(".quote") == ["三单元的灯坏了一周， 晚上看不见路", "楼道灯不亮"]
    assert "另有 2 项数字、日期或选项，会一起带上" in answer.text
    assert "lamp" not in answer.soup.get_text()
    assert answer.soup.select('.acts a[href="/dashboard?period=2026"]')


@pytest.mark.parametrize("address", ["/no-such-page", "/dashboard", "https://elsewhere.example/x", "//x.example/views"])
def test_what_cannot_be_sent_any_more_can_still_be_read(site, address: str):
    number = a_draft(address=address)
    site.sign_in("community_admin")
    answer = site.get(f"/drafts/{number}")
    assert not answer.soup.select("#resend")
    assert "可以从下面复制" in answer.text
    assert answer.words(".quote")


def test_a_draft_is_thrown_away_from_its_page(site):
    number = a_draft()
    site.sign_in("community_admin")
    thrown = site.submit(site.get(f"/drafts/{number}"), "#discard")
    assert (thrown.status_code, thrown.location) == (303, "/drafts")
    assert site.get("/drafts").words(".empty h2") == ["没有留下的表单"]
    assert site.get(f"/drafts/{number}").status_code == 404


@pytest.mark.parametrize("role", ["community_staff", "system_admin", "district_org", "auditor"])
def test_a_draft_is_its_authors_alone(site, role: str):
    number = a_draft()
    site.sign_in(role)
    foreign, unknown = site.get(f"/drafts/{number}"), site.get("/drafts/999999")
    assert foreign.status_code == unknown.status_code == 404
    assert site.post(f"/drafts/{number}/removal").status_code == 404
    assert not site.get("/drafts").soup.select("#drafts")
    assert db.session.get(Draft, number) is not None


def test_the_text_is_sealed_at_rest(app):
    a_draft()
    raw = db.session.connection().exec_driver_sql("select text from draft").scalar_one()
    assert "楼道灯" not in str(raw)


def test_a_draft_is_known_by_its_longest_sentence():
    pairs = [("a", "13800000000"), ("b", "灯坏"), ("c", " 灯坏 "), ("d", "三单元灯坏了")]
    assert sentences(pairs) == ["三单元灯坏了", "灯坏"]
    kept = drafts.Kept(1, "/x", "/", [("a", "长" * 60)], clock.now())
    assert gist(kept) == "长" * 40 + "…"
    assert gist(drafts.Kept(1, "/x", "/", [("a", "1"), ("b", "2")], clock.now())) == "2 项内容"
