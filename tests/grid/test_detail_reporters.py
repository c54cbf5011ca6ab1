"""Who sees what of a reporter: masked for all, in clear for some, each time recorded (GR-13, GR-55, F02)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import rules, services
from shuangluan.grid.models import Appeal
from shuangluan.kernel.models import AuditEntry
from tests import build
from tests.grid.test_detail import done

SHY = services.ReporterFacts(
    rules.ReporterKind.RESIDENT, "演示王大妈", "13900001111", wants_reply=True, hide_from_handler=True
)


def address_of(appeal: Appeal) -> str:
    return f"/grid/appeals/{appeal.id}/reporters/{build.reporters(appeal)[0]}/phone"


def revealed(appeal: Appeal) -> list[AuditEntry]:
    entries = select(AuditEntry).where(
        AuditEntry.action == rules.REVEALED, AuditEntry.record_id == appeal.id
    )
    return list(db.session.scalars(entries.order_by(AuditEntry.id)))


def line(answer: Any) -> str:
    """The first reporter as the page shows him."""
    return str(answer.words("#reporters-h ~ .rows, .ph ~ .rows li[id^=reporter-]")[0])


def test_the_phone_is_shown_once_in_its_place_and_recorded(site):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    page = site.get(f"/grid/appeals/{appeal.id}")
    assert "演** 居民 138****0000" in line(page)
    shown = site.submit(page, "li[id^=reporter-] form", htmx=True)
    assert shown.status_code == 200
    assert not shown.is_page
    assert "演示居民 居民 13800000000" in shown.words("li")[0]
    assert shown.soup.select("form") == []
    assert [(entry.actor_name, entry.changes) for entry in revealed(appeal)] == [
        ("演示社区书记", {"reporter": build.reporters(appeal)[0]})
    ]
    again = site.get(f"/grid/appeals/{appeal.id}")
    assert build.PHONE not in again.text
    assert "查看了诉求人电话" in again.words(".tl .machine h3")


def test_without_scripts_the_phone_has_a_page_of_its_own(site):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    shown = site.submit(site.get(f"/grid/appeals/{appeal.id}"), "li[id^=reporter-] form")
    assert shown.status_code == 200
    assert shown.words("h1") == ["诉求人电话"]
    assert build.PHONE in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert len(revealed(appeal)) == 1


@pytest.mark.parametrize("username", ["grid_worker", "street_staff", "district_org", "department"])
def test_who_only_reads_is_told_whom_to_ask(site, username: str):
    appeal = build.a_dispatched_appeal(to=build.department("区住建局"))
    if username == "department":  # no longer the handler
        done(services.ask_return, appeal, "department", reason="小区内部设施", should_be="物业公司")
        done(services.answer_return, appeal, "community_admin", agreed=True)
    site.sign_in(username)
    page = site.get(f"/grid/appeals/{appeal.id}")
    reason = "只有登记人、网格长、社区和现在的承办单位可以查看诉求人电话"
    assert reason in line(page)
    assert page.soup.select("li[id^=reporter-] form") == []
    refused = site.post(address_of(appeal), htmx=True)
    assert refused.status_code == 422
    assert reason in refused.words("li")[0]
    assert build.PHONE not in refused.text
    assert revealed(appeal) == []


@pytest.mark.parametrize("username", ["property_liaison", "auditor"])
def test_who_may_never_see_a_phone_is_not_even_asked(site, username: str):
    appeal = build.a_signed_appeal()
    site.sign_in(username)
    page = site.get(f"/grid/appeals/{appeal.id}")
    assert "138****0000" in line(page)
    assert "查看号码" not in page.text
    assert "可以查看诉求人电话" not in page.text
    assert site.post(address_of(appeal)).status_code == 403
    assert revealed(appeal) == []


def test_the_handler_sees_nothing_of_a_reporter_who_asked_for_it(site):
    appeal = build.a_dispatched_appeal(reporter=SHY, to=build.department("区住建局"))
    site.sign_in("department")
    page = site.get(f"/grid/appeals/{appeal.id}")
    assert line(page).startswith("居民 要求对承办单位保密，由社区联系")
    for part in ("", "/preview", "/print"):
        text = site.get(f"/grid/appeals/{appeal.id}{part}").text
        assert "演**" not in text
        assert "139****" not in text
    refused = site.post(address_of(appeal), htmx=True)
    assert refused.status_code == 422
    assert revealed(appeal) == []
    site.sign_in("community_admin")
    page = site.get(f"/grid/appeals/{appeal.id}")
    assert "演** 居民 139****1111 对承办单位保密" in line(page)
    assert site.submit(page, "li[id^=reporter-] form", htmx=True).status_code == 200


def test_a_merged_reporter_stays_hidden_from_the_handler_of_the_root(site):
    """GR-55, and GR-31: his answer is heard under his ordinal."""
    root = build.a_dispatched_appeal("单元门坏了", to=build.department("区住建局"))
    child = build.an_appeal("门关不上", reporter=SHY)
    done(services.merge_appeals, child, "community_admin", root)
    done(services.sign_leg, root, "department")
    done(services.respond, root, "department", outcome=rules.Outcome.SOLVED, text="已修好", evidence=1)
    for reporter in (*build.reporters(root), *build.reporters(child)):
        done(services.contact_reporter, root, "community_admin", reporter, reached=True, says_solved=True,
             satisfaction=rules.Satisfaction.SATISFIED)  # fmt: skip
    site.sign_in("department")
    page = site.get(f"/grid/appeals/{root.id}")
    lines = page.words("li[id^=reporter-]")
    assert "演** 居民 138****0000" in lines[0]
    assert lines[1].startswith("居民 要求对承办单位保密")
    assert "（SL-1120-002）" in lines[1]
    assert "回访演**" in page.words("#verified-h, tbody th")
    assert "回访第 2 位诉求人" in page.words("tbody th")
    assert "139" not in page.text
    site.sign_in("community_admin")
    seen = site.get(f"/grid/appeals/{root.id}").words("li[id^=reporter-]")
    assert "演** 居民 139****1111" in seen[1]
    assert "本轮评价：满意" in seen[1]


def test_an_anonymous_reporter_has_nothing_to_show(site):
    appeal = build.an_appeal(reporter=services.ReporterFacts(rules.ReporterKind.ANONYMOUS))
    site.sign_in("community_admin")
    page = site.get(f"/grid/appeals/{appeal.id}")
    assert line(page).startswith("匿名")
    assert page.soup.select("li[id^=reporter-] form") == []
    assert site.post(address_of(appeal), htmx=True).status_code == 422
    assert revealed(appeal) == []


def test_the_phone_of_another_appeal_does_not_exist_here(site):
    one, other = build.an_appeal(), build.an_appeal("别的事")
    there = build.an_appeal("那边的事", by="community_admin_2", where=build.place("锦绣苑"))
    site.sign_in("community_admin")
    assert site.post(f"/grid/appeals/{one.id}/reporters/{build.reporters(other)[0]}/phone").status_code == 404
    assert site.post(address_of(there)).status_code == 404
    assert site.get(address_of(one)).status_code == 405
    assert revealed(one) == revealed(other) == revealed(there) == []


def test_the_number_of_reporters_is_said_and_one_more_can_be_added(site):
    appeal = build.an_appeal()
    done(services.add_reporter, appeal, "community_admin", SHY)
    site.sign_in("community_admin")
    page = site.get(f"/grid/appeals/{appeal.id}")
    assert page.words("#reporters-h") == ["诉求人 2"]
    assert page.soup.select_one(f'a[href="/grid/appeals/{appeal.id}/reporters"]') is not None
    assert page.words(".tl h3")[0] == "添加诉求人"
