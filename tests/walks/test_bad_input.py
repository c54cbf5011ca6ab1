"""Whatever is typed, replayed or uploaded gets a 4xx with a Chinese sentence, never a 5xx (D02, D04, H03, H04)."""

import re
import secrets
import zlib
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.kernel.models import Draft
from tests import build
from tests.site import Site, fields_of

JUNK = {
    "a number beyond 2^63": str(2**63),
    "a superscript": "²",
    "NUL": "甲\0乙",
    "a lone surrogate": "\ud800",
    "a very long text": "长" * 20_000,
    "markup": "<script>alert(1)</script>{{7*7}}",
    "a percent sign": "%_\\' OR 1=1 --",
    "nothing": "",
    "a negative number": "-1",
    "a date that is none": "2026-02-30",
}
PARAMETERS = [
    "area", "sort", "desc", "view", "page", "size", "col", "q", "figure", "part", "period", "state", "level",
    "compound_id", "building_id", "category", "place", "registered_from", "registered_to", "group", "task",
]  # fmt: skip
LISTS = ("/", "/dashboard", "/search", "/grid/appeals", "/grid/legs", "/grid/answers", "/grid/places")
CHINESE = re.compile("[\u4e00-\u9fff]")


def gettable(site: Site) -> list[str]:
    """Every address that can be opened, with an appeal's id in its places."""
    appeal = build.a_signed_appeal()
    rules = [r for r in site.app.url_map.iter_rules() if "GET" in (r.methods or set()) and r.endpoint != "static"]
    return [re.sub(r"<[^>]+>", str(appeal.id), rule.rule) for rule in rules]


def bytes_of(text: str) -> str:
    """A parameter as a browser would never send it."""
    return quote(text.encode("utf-8", "surrogatepass"))


def junk_for(key: str, kinds: int) -> list[str]:
    """Some kinds of junk, others for another key: over hundreds of addresses each kind has its turn."""
    first, every = zlib.crc32(key.encode()), list(JUNK.values())
    return [every[(first + turn) % len(every)] for turn in range(kinds)]


def test_d02_no_address_breaks_over_its_parameters(site: Site):
    site.sign_in("community_admin")
    site.reads_html = False
    for address in gettable(site):
        for junk in JUNK.values() if address in LISTS else junk_for(address, 1):
            query = "&".join(f"{name}={bytes_of(junk[:2000])}" for name in PARAMETERS)
            assert site.get(f"{address}?{query}").status_code < 500, f"{address} {junk[:20]!r}"


@pytest.mark.parametrize("site_of_kind", ["sqlite"], indirect=True)
def test_d02_no_list_breaks_over_one_parameter(site: Site):
    site.sign_in("community_admin")
    site.reads_html = False
    for address, name in product(LISTS, PARAMETERS):
        for junk in junk_for(address + name, 3):
            assert site.get(f"{address}?{name}={bytes_of(junk[:2000])}").status_code < 500, f"{address} {junk[:20]!r}"


def forms(site: Site) -> list[tuple[str, dict[str, Any]]]:
    """(address, fields) of every form that posts, on every page the signed-in worker can open."""
    found = {}
    for address in gettable(site):
        answer = site.get(address)
        for form in answer.soup.select("form[method=post]"):
            target = str(form.get("action") or address)
            if target not in {"/sign-out", "/account/password"}:
                found[target] = fields_of(form) | {str(field["name"]): "" for field in form.select("[name]")}
    return list(found.items())


def test_d02_no_form_breaks_over_its_fields(site: Site):
    site.sign_in("community_admin")
    site.reads_html = False
    for address, fields in forms(site):
        for junk in junk_for(address, 3):
            filled = {name: junk.encode("utf-8", "surrogatepass") for name in fields}
            filled["form_token"], filled["row_version"] = secrets.token_hex(9).encode(), b"1"
            answer = site.post(address, filled)
            assert answer.status_code < 500, f"{address} {junk[:20]!r}"
            if answer.status_code >= 400:
                assert CHINESE.search(answer.text), f"{address}: {answer.status_code} without a sentence"


def test_d02_ids_beyond_what_a_database_holds_are_a_404(site: Site):
    site.sign_in("community_admin")
    for number in (str(2**63), str(2**63 - 1), "0", "-1", "²", "1e3", "%00", "9" * 400):
        assert site.get(f"/grid/appeals/{number}").status_code == 404


def test_d04_three_thousand_fields_and_repeated_ones_are_answered(site: Site):
    site.sign_in("community_admin")
    appeal = build.an_appeal()
    many = {f"field{n}": "x" for n in range(3000)} | {"text": ["一", "二"], "row_version": "1"}
    assert site.post(f"/grid/appeals/{appeal.id}/comments", many).status_code < 500
    assert site.post("/grid/appeals/new", many).status_code < 500


def test_d04_too_much_is_a_413_with_a_sentence(site: Site):
    site.sign_in("community_admin")
    appeal = build.an_appeal()
    answer = site.post(f"/grid/appeals/{appeal.id}/comments", {"text": "长" * 3_000_000})
    assert answer.status_code == 413
    assert "太大" in answer.text


def a_comment(site: Site, appeal: Appeal, **more: Any) -> dict[str, Any]:
    page = site.get(f"/grid/appeals/{appeal.id}/comments")
    form = page.soup.select_one("#dialog-body")
    assert form is not None
    return fields_of(form) | {"text": "已电话告知"} | more


def comments(appeal: Appeal) -> int:
    from shuangluan.kernel.audit import AuditEntry

    return db.session.query(AuditEntry).filter_by(action="grid.appeal.commented", record_id=appeal.id).count()


@pytest.mark.parametrize("htmx", [False, True])
def test_h03_a_resent_form_acts_once_and_is_sent_to_the_first_result(site: Site, htmx: bool):
    site.sign_in("community_admin")
    appeal = build.an_appeal()
    sent = a_comment(site, appeal)
    first, again = (site.post(f"/grid/appeals/{appeal.id}/comments", sent, htmx=htmx) for _ in range(2))
    where = (first.headers["HX-Redirect"], again.headers["HX-Redirect"]) if htmx else (first.location, again.location)
    assert where[0] == where[1]
    assert comments(appeal) == 1


@pytest.mark.parametrize("htmx", [False, True])
def test_h04_a_stale_form_is_a_409_that_keeps_the_text(site: Site, htmx: bool):
    site.sign_in("community_admin")
    appeal = build.an_appeal()
    page = site.get(f"/grid/appeals/{appeal.id}/rejection")
    form = page.soup.select_one("#dialog-body")
    assert form is not None
    sent = fields_of(form) | {"reason": "legal_process", "channel": "去区法院立案庭"}
    build.saved(lambda: _accept(appeal))
    answer = site.post(f"/grid/appeals/{appeal.id}/rejection", sent, htmx=htmx)
    assert answer.status_code == 409
    assert "去区法院立案庭" in answer.text
    assert "演示网格长" in answer.text
    assert bool(answer.soup.select_one("html")) is not htmx


def _accept(appeal: Appeal) -> None:
    from shuangluan.grid import services
    from shuangluan.kernel import clock

    services.accept_appeal(appeal, by=build.actor("grid_leader"), at=clock.now())


def test_d17_the_text_of_a_form_whose_session_ended_is_kept_and_offered(site: Site):
    site.sign_in("community_admin")
    appeal = build.an_appeal()
    sent = a_comment(site, appeal, text="写了很久的备注")
    from shuangluan.kernel import audit, clock
    from shuangluan.kernel.models import AuthSession

    with audit.transaction():
        db.session.query(AuthSession).update(
            {"last_seen_at": build.later(minutes=-31), "started_at": build.later(hours=-1)}
        )
    answer = site.post(f"/grid/appeals/{appeal.id}/comments", sent)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in?next=/drafts")
    assert db.session.query(Draft).count() == 1
    site.sign_in("community_admin")
    page = site.get("/drafts")
    assert (
        "写了很久的备注" in page.text
        or "写了很久的备注" in site.get(page.soup.select_one("main a[href^='/drafts/']")["href"]).text
    )
    assert comments(appeal) == 0
    assert clock.now() is not None


def test_foreign_ids_in_address_and_body_do_not_exist(site: Site):
    mine, theirs = build.an_appeal(), build.an_appeal("乙", by="community_admin_2", where=build.place("锦绣苑"))
    site.sign_in("community_admin")
    assert site.get(f"/grid/appeals/{theirs.id}").status_code == 404
    assert site.get(f"/grid/appeals/{theirs.id}").text.replace("<", "") == site.get(
        "/grid/appeals/999999"
    ).text.replace("<", "")
    answer = site.post(f"/grid/appeals/{mine.id}/merger", {"root": theirs.no, "number": theirs.no, "row_version": "1"})
    assert answer.status_code in {404, 422}
    assert db.session.get_one(Appeal, mine.id).merged_into_id is None
