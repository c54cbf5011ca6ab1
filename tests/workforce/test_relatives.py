"""亲属回避: declared on the phone or from the file, and from then on neither decides about the other (WF-3, WF-21)."""

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.relatives import declared
from shuangluan.workforce.rules import sentences
from tests import build
from tests.kept import kept
from tests.workforce.people import a_worker


@kept
def herself():
    return a_worker("本人", person=build.person("worker"))


def test_wf_3_a_worker_declares_a_relative_on_her_phone_and_both_are_held_apart(site):
    worker, other = herself(), a_worker("李海燕")
    site.sign_in("worker")
    page = site.get("/workforce/me/relatives")
    assert "没有这样的亲属，不用填" in page.text
    answer = site.submit(page, "form.form", name="李海燕", relation="兄弟姐妹")
    assert answer.status_code == 303
    assert "李海燕" in site.get(answer.location).soup.select_one("ul.rows").text
    assert relatives_of(other.person_id) == {worker.person_id}
    again = site.submit(site.get("/workforce/me/relatives"), "form.form", name="李海燕", relation="配偶")
    assert (again.status_code, "已经申报过" in again.text) == (422, True)


def test_wf_3_a_name_that_nobody_or_two_have_is_asked_about(app):
    one, _ = a_worker("王丽"), a_worker("王丽")
    with pytest.raises(RuleBroken, match="没有找到赵无") as nobody:
        services.colleague("赵无", "")
    with pytest.raises(RuleBroken, match="不止一位，请填") as several:
        services.colleague("王丽", "")
    assert (nobody.value.field, several.value.field) == ("name", "number")
    assert services.colleague("王丽", one.staff_no.lower()).id == one.person_id


def test_wf_3_the_street_declares_from_the_file_and_takes_back_but_never_its_own(site):
    worker = a_worker("张晓梅")
    site.sign_in("street_staff")
    address = f"/workforce/workers/{worker.id}/relatives/new"
    named = build.person("street_staff").name
    answer = site.submit(site.get(address), "form.asking", name=named, relation="配偶", number="street_staff")
    assert answer.status_code == 303
    (line,) = declared(worker)
    removal = f"/workforce/relatives/{line.relative_id}/removal"
    assert removal in site.get(f"/workforce/workers/{worker.id}").text
    refused = site.submit(site.get(removal), "form.asking")
    assert (refused.status_code, "请另一位同事办理" in refused.text) == (422, True)
    site.sign_in("community_admin")
    assert site.get(removal).status_code == 403
    site.sign_in("district_reviewer")
    assert site.submit(site.get(removal), "form.asking").status_code == 303
    assert declared(worker) == []
    gone = select(AuditEntry.record_id).where(AuditEntry.action == sentences.RELATIVE_WITHDRAWN)
    assert db.session.scalars(gone).all() == [line.relative_id]
