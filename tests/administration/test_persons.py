"""人员: who reads and keeps the register, what is masked, and what the trail keeps of numbers in clear (D19, E11)."""

import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, people
from shuangluan.kernel.models import Account, AuditEntry, Person
from shuangluan.kernel.permissions import ROLES
from tests import build

LIST = "/administration/persons"
ID, OTHER_ID = "130803199001010036", "13080319900101001X"
PHONE = "13800000012"
WHO_READS, WHO_WRITES = {"system_admin", "district_org"}, {"system_admin"}


def a_person(name: str = "测试单四", id_number: str = ID, phone: str = PHONE) -> Person:
    """A person without an account."""
    return build.saved(
        lambda: people.add_person(name, id_number=id_number, phone=phone, by=build.TOWN, at=clock.now())
    )


def entries(action: str) -> list[AuditEntry]:
    """What the trail says of an action, oldest first."""
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def names(answer: Any) -> list[str]:
    """The names of a list."""
    return answer.words("#rows tbody th")


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    """The rows of an exported workbook from its head on."""
    page = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    return rows[next(at for at, row in enumerate(rows) if row[:2] == ("姓名", "身份证号")) :]


# --- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("site_of_kind", ["sqlite"], indirect=True)  # grants do not ask the database's kind
@pytest.mark.parametrize("role", ROLES)
def test_only_the_keepers_and_the_district_come_in(site, role: str):
    person = a_person()
    site.sign_in(role)
    reads, writes = (200 if role in WHO_READS else 403), (200 if role in WHO_WRITES else 403)
    here = f"{LIST}/{person.id}"
    assert [site.get(a).status_code for a in (LIST, here)] == [reads] * 2
    assert site.post(f"{LIST}/export").status_code == reads
    assert [site.get(a).status_code for a in (f"{LIST}/new", f"{here}/edit", f"{LIST}/full-export")] == [writes] * 3
    assert site.post(f"{here}/numbers").status_code == writes
    assert site.post(f"{LIST}/full-export", {"reason": "核对补贴名册"}).status_code == writes
    assert ("人员" in site.get("/").words(".side a")) is (role in WHO_READS)


def test_who_only_reads_is_offered_nothing_else(site):
    person = a_person()
    site.sign_in("district_org")
    answer, detail = site.get(f"{LIST}?q=单四"), site.get(f"{LIST}/{person.id}")
    assert names(answer) == ["测试单四"]
    assert not answer.soup.select("#in-clear, a[href$='/new']")
    assert not detail.soup.select("#numbers form, a[href$='/edit']")
    assert ID not in detail.text
    assert PHONE not in detail.text


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_shows_numbers_masked_and_who_has_an_account(site):
    a_person()
    site.sign_in("system_admin")
    answer = site.get(f"{LIST}?q=单四")
    assert answer.words("#rows tbody tr") == ["测试单四 130803********0036 138****0012 没有账号"]
    assert answer.words(".pager span")[0].startswith("共 1 条")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=csds", ["测试单四"]),
        ("q=测试", ["测试曹五", "测试单四"]),
        ("q=测试&desc=1&sort=name", ["测试单四", "测试曹五"]),
        ("q=测试&account=none", ["测试曹五", "测试单四"]),
        ("q=测试&account=open", []),
        ("q=系统管理员&account=open", ["演示系统管理员"]),
        ("q=财务&account=closed", ["演示财务查看"]),
        ("q=财务&account=open", []),
        ("q=0036", []),
        ("q=测试&page=2", []),
    ],
)
def test_it_is_searched_by_name_and_initials_filtered_and_sorted_by_pinyin(site, query: str, found: list[str]):
    a_person()
    a_person("测试曹五", OTHER_ID, "")
    with audit.transaction():
        account = db.session.scalars(select(Account).where(Account.username == "finance_viewer")).one()
        with audit.changing("auth.account.closed", account, by=build.TOWN, at=clock.now()):
            account.closed_at, account.closed_by_id = clock.now(), 0
    site.sign_in("system_admin")
    assert names(site.get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("query", ["sort=phone", "account=x", "page=0", "col=pinyin"])
def test_what_the_list_does_not_offer_is_a_400(site, query: str):
    site.sign_in("system_admin")
    assert site.get(f"{LIST}?{query}").status_code == 400


def test_people_of_one_name_stand_in_one_order_and_on_one_page_each(site):
    with audit.transaction():
        for _ in range(25):
            people.add_person("测试同名", by=build.TOWN, at=clock.now())
    site.sign_in("system_admin")
    pages = [site.get(f"{LIST}?q=同名&page={number}") for number in (1, 2)]
    links = [a["href"] for answer in pages for a in answer.soup.select("#rows tbody th a")]
    assert len(links) == len(set(links)) == 25


def test_the_list_asks_as_much_of_the_database_however_long_it_is(site, counting):
    site.sign_in("system_admin")
    counts = []
    for number in (1, 40):
        with audit.transaction():
            for _ in range(number):
                people.add_person("测试同名", by=build.TOWN, at=clock.now())
        with counting() as statements:
            assert site.get(f"{LIST}?size=50&q=同名").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_fragment_is_the_rows_and_what_hangs_on_the_filters(site, htmx: bool):
    a_person()
    site.sign_in("system_admin")
    answer = site.get(f"{LIST}?q=csds", htmx=htmx)
    assert answer.is_page is not htmx
    assert names(answer) == ["测试单四"]
    assert answer.soup.select_one("#in-clear")["href"].endswith("full-export?q=csds")
    assert answer.soup.select_one("#export")["action"].endswith("/export?q=csds")


# --- out of the site ------------------------------------------------------------------------------------------------


def test_the_export_is_the_list_masked_and_recorded(site):
    a_person()
    site.sign_in("district_org")
    answer = site.post(f"{LIST}/export?q=单四&account=none")
    assert sheet(answer) == [
        ("姓名", "身份证号", "手机号", "账号"), ("测试单四", "130803********0036", "138****0012", "没有账号"),
    ]  # fmt: skip
    assert entries("kernel.person.exported")[-1].changes == {
        "title": "人员名单", "area": "双滦区", "rows": 1, "view": "",
        "conditions": ["姓名：单四", "有无账号：没有账号"], "columns": ["姓名", "身份证号", "手机号", "账号"],
    }  # fmt: skip


def test_full_numbers_go_out_with_a_reason_that_the_trail_keeps(site):
    a_person()
    site.sign_in("system_admin")
    form = site.get(f"{LIST}/full-export?q=单四")
    assert form.words(".head p") == ["1 人（姓名：单四）的姓名、身份证号和手机号"]
    answer = site.submit(form, "#form", reason="核对 11 月的补贴名册")
    assert sheet(answer) == [("姓名", "身份证号", "手机号"), ("测试单四", ID, PHONE)]
    assert answer.headers["Cache-Control"] == "no-store"
    [entry] = entries("kernel.person.exported_in_full")
    assert entry.changes == {
        "title": "人员名单（完整号码）", "area": "系统管理员 · 双滦区", "rows": 1, "conditions": ["姓名：单四"],
        "reason": "核对 11 月的补贴名册",
    }  # fmt: skip
    assert entry.actor_name == "演示系统管理员"


@pytest.mark.parametrize("reason", ["", "  查 ", "长" * 201])
def test_without_a_proper_reason_nothing_goes_out(site, reason: str):
    a_person()
    site.sign_in("system_admin")
    answer = site.post(f"{LIST}/full-export", {"reason": reason})
    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert answer.words("#reason-error")
    assert entries("kernel.person.exported_in_full") == []


# --- one person -----------------------------------------------------------------------------------------------------


def test_a_page_tells_the_account_and_all_roles(site):
    site.sign_in("district_org")
    answer = site.get(f"{LIST}/{build.person('community_admin').id}")
    assert answer.words("h1") == ["演示社区书记"]
    assert answer.words("#held-h ~ .rows li, .ph ~ .rows li")[0].startswith("社区书记 · 万和城社区 2024-01-01 至 长期")
    assert "community_admin" in answer.words("section[aria-labelledby=account-h]")[0]


@pytest.mark.parametrize("address", ["999999", "999999/edit"])
def test_nobody_is_a_404(site, address: str):
    site.sign_in("system_admin")
    assert site.get(f"{LIST}/{address}").status_code == 404
    assert site.post(f"{LIST}/999999/numbers").status_code == 404


@pytest.mark.parametrize("htmx", [True, False])
def test_numbers_are_shown_once_in_their_place_and_recorded(site, htmx: bool):
    person = a_person()
    site.sign_in("system_admin")
    before = site.get(f"{LIST}/{person.id}")
    assert "130803********0036" in before.text
    assert ID not in before.text
    answer = site.submit(before, "#numbers form", htmx=htmx)
    assert answer.is_page is not htmx
    assert ID in answer.words("#numbers")[0]
    assert PHONE in answer.words("#numbers")[0]
    [entry] = entries("kernel.person.revealed")
    assert (entry.record_id, entry.actor_name, entry.role) == (person.id, "演示系统管理员", "system_admin")
    assert ID not in site.get(f"{LIST}/{person.id}").text


# --- the form -------------------------------------------------------------------------------------------------------


def test_a_person_is_registered_once_however_often_the_form_comes(site):
    site.sign_in("system_admin")
    data = {"name": "测试　单四", "id_number": "130803 19900101 0036", "phone": "138-0000-0012", "form_token": "a" * 20}
    first = site.post(f"{LIST}/new", data)
    assert first.status_code == 303
    assert site.post(f"{LIST}/new", data).location == first.location
    found = db.session.scalars(select(Person).where(Person.name == "测试单四")).one()
    assert first.location == f"{LIST}/{found.id}"
    assert (found.id_number, found.phone) == (ID, PHONE)
    assert [entry.record_id for entry in entries("kernel.person.added")][-1] == found.id


def test_htmx_is_led_to_the_new_person(site):
    site.sign_in("system_admin")
    answer = site.submit(site.get(f"{LIST}/new"), "#form", htmx=True, name="测试单四")
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(f"{LIST}/")


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "长" * 41), ("id_number", "130803199001010037"), ("phone", "138"), ("id_number", OTHER_ID)],
)
def test_what_is_wrong_is_told_at_its_field(site, field: str, value: str, htmx: bool):
    person = a_person()
    a_person("测试曹五", OTHER_ID)
    site.sign_in("system_admin")
    for address in (f"{LIST}/new", f"{LIST}/{person.id}/edit"):
        answer = site.submit(site.get(address), "#form", htmx=htmx, **({"name": "测试王六"} | {field: value}))
        assert answer.status_code == 422
        assert answer.is_page is not htmx
        assert answer.words(f"#{field}-error"), address
    assert db.session.get_one(Person, person.id).name == "测试单四"


def test_an_empty_number_stays_as_it_is(site):
    person = a_person()
    site.sign_in("system_admin")
    form = site.get(f"{LIST}/{person.id}/edit")
    assert form.soup.select_one("#id_number").get("value", "") == ""
    assert "130803********0036" in form.words("#id_number-hint")[0]
    assert site.submit(form, "#form", name="测试单五").location == f"{LIST}/{person.id}"
    found = db.session.get_one(Person, person.id)
    assert (found.name, found.pinyin, found.id_number, found.phone) == ("测试单五", "ce shi dan wu", ID, PHONE)
    assert entries("kernel.person.changed")[-1].changes["name"] == ["测试单四", "测试单五"]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_stale_form_is_a_409_that_keeps_the_stored_numbers_masked(site, htmx: bool):
    person = a_person()
    site.sign_in("system_admin")
    form = site.get(f"{LIST}/{person.id}/edit")
    with audit.transaction():
        found = db.session.get_one(Person, person.id)
        people.change_person(found, phone="13900000034", by=build.TOWN, at=clock.now())
    answer = site.submit(form, "#form", htmx=htmx, phone="13700000056", id_number=OTHER_ID)
    assert answer.status_code == 409
    assert "139****0034" in answer.text
    assert "13700000056" in answer.text
    assert "13900000034" not in answer.text
    assert ID not in answer.text
