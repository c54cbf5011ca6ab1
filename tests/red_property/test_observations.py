"""质量观察 of 义务质量总监: by whom, of which compounds, mended, told to the next meeting (RP-70)."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment
from shuangluan.red_property import services
from shuangluan.red_property.models import CrossPost, MeetingItem, Observation
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.rules.observations import (
    REPORT_LENGTH,
    ServiceItem,
    Verdict,
    check_may_mend,
    check_mended_on,
    report,
)
from shuangluan.red_property.rules.words import ItemKind
from tests import build
from tests.build import compound, saved
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.site import Site

TODAY = date(2026, 11, 20)
ADDRESS = "/red-property/observations"


def a_supervisor(username: str = "community_staff") -> CrossPost:
    """The community's clerk is 义务质量总监 of the company that serves 御景园, since June."""
    return saved(lambda: services.take_cross_post(
        build.organisation("御景物业公司"), build.person(username), CrossPostKind.QUALITY_SUPERVISOR, host=build.A,
        candidate=(False, False, build.A), basis="演示", valid_from=date(2026, 6, 1), **r.now(),
    ))  # fmt: skip


def an_observation(text: str = "二单元楼道堆物", verdict: Verdict = Verdict.TO_MEND, on: str = "11-10") -> Observation:
    """What the supervisor saw in 御景园."""
    deed: dict[str, Any] = {"by": build.actor("community_staff"), "at": clock.now()}
    return saved(lambda: services.observe(
        compound("御景园"), observed_on=t.day(on), item=ServiceItem.CLEANING, verdict=verdict, text=text, **deed
    ))  # fmt: skip


def picture() -> tuple[io.BytesIO, str]:
    """A photo as a phone sends it."""
    body = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(body, "JPEG")
    return io.BytesIO(body.getvalue()), "楼道.jpg"


def test_rp_70_mending():
    check_may_mend(Verdict.TO_MEND, None)
    for verdict, mended_on in ((Verdict.GOOD, None), (Verdict.TO_MEND, TODAY)):
        with pytest.raises(RuleBroken):
            check_may_mend(verdict, mended_on)
    check_mended_on(TODAY, TODAY, TODAY)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(RuleBroken, match="观察以后、今天以前"):
            check_mended_on(TODAY, day, TODAY)


def test_rp_70_a_report_that_is_too_long_says_how_many_are_left():
    one = ("御景园", TODAY, ServiceItem.ORDER, "字" * 280)
    assert report([one]) == f"御景园 2026-11-20 秩序维护：{'字' * 280}"
    told = report([one] * 5)
    assert len(told) <= REPORT_LENGTH
    assert told.endswith("还有 2 条，见“质量观察”")


def test_rp_70_the_holder_of_the_post_writes_on_the_phone_with_a_photo(site: Site):
    site.sign_in("community_staff")
    assert "没有担任义务质量总监" in site.get(f"{ADDRESS}/new").text
    a_supervisor()
    t.a_committee()  # whose delegate reads as well
    form = site.get(f"{ADDRESS}/new")
    assert [one.text for one in form.soup.select("#compound_id option")][1:] == ["御景园（御景物业公司）"]
    said = {"compound_id": str(compound("御景园").id), "verdict": "to_mend", "item": "cleaning", "text": "楼道堆物"}
    early = site.submit(form, "#form", **said, observed_on="2026-05-31", photos=[picture()])
    assert early.status_code == 422
    assert "不是服务这个小区的企业的义务质量总监" in early.text
    answer = site.submit(site.get(f"{ADDRESS}/new"), "#form", **said, photos=[picture()])
    assert answer.status_code == 303
    photo = db.session.scalars(select(Attachment)).one()
    page = site.get(answer.location)
    assert "待整改" in page.text
    assert page.soup.select_one(".thumbs a")["href"].endswith(f"/{photo.id}")
    for username, status in (("property_liaison", 200), ("owners_delegate", 200), ("community_admin_2", 404)):
        site.sign_in(username)
        assert site.get(answer.location).status_code == status, username
        assert site.get(f"/attachments/{photo.id}").status_code == status, username


def test_rp_70_mended_by_the_observer_or_the_secretary_never_by_the_company(site: Site):
    a_supervisor()
    row = an_observation()
    here = f"{ADDRESS}/{row.id}"
    site.sign_in("property_liaison")
    assert site.get(f"{here}/mended").status_code == 403
    site.sign_in("community_admin")
    assert site.get(ADDRESS).words("#rows tbody th") == ["御景园"]
    assert site.submit(site.get(f"{here}/mended"), "#form", mended_on="2026-11-09").status_code == 422
    done = site.submit(site.get(f"{here}/mended"), "#form", mended_on="2026-11-18", note="已清走")
    assert done.status_code == 303
    assert "2026-11-18 整改：已清走" in site.get(here).text
    assert site.get(f"{ADDRESS}?view=mended").words("#rows tbody th") == ["御景园"]
    assert site.get(ADDRESS).words("#rows tbody th") == []
    again = site.submit(site.get(f"{here}/edit"), "#form", text="二单元一楼堆物")
    assert again.status_code == 303


@pytest.mark.usefixtures("app")
def test_rp_70_what_is_open_stands_in_the_next_meeting_until_it_is_mended():
    t.a_committee()
    a_supervisor()
    an_observation()
    an_observation("大门值班规范", Verdict.GOOD)
    an_observation("绿篱枯死", on="11-18")  # after the meeting
    meeting = t.a_draft("11-16")
    told = select(MeetingItem).where(MeetingItem.meeting_id == meeting.id, MeetingItem.kind == ItemKind.REPORT)
    item = db.session.scalars(told).one()
    assert (item.title, item.background) == (
        "义务质量总监发现的待整改问题", "御景园 2026-11-10 环境卫生：二单元楼道堆物",
    )  # fmt: skip


def test_rp_70_a_withdrawn_one_counts_no_more_and_is_told_to_no_meeting(site: Site):
    t.a_committee()
    a_supervisor()
    wrong, right = an_observation("看错了小区"), an_observation("绿篱枯死")
    here = f"{ADDRESS}/{wrong.id}"
    site.sign_in("community_admin_2")
    assert site.get(f"{here}/withdrawal").status_code == 404
    site.sign_in("community_staff")
    assert "请写撤回的原因" in site.submit(site.get(f"{here}/withdrawal"), "#form", reason=" ").text
    edit = site.get(f"{here}/edit")
    assert site.submit(site.get(f"{here}/withdrawal"), "#form", reason="是隔壁小区的").status_code == 303
    page = site.get(here)
    assert "撤回：是隔壁小区的" in page.text
    assert "撤回了质量观察" in page.text
    assert f"{here}/edit" not in page.text
    assert site.submit(edit, "#form", text="改一改").status_code == 409
    assert "已经撤回" in site.submit(site.get(f"{here}/mended"), "#form", mended_on="2026-11-18").text
    assert site.get(ADDRESS).words("#rows td:nth-of-type(4)") == ["绿篱枯死"]
    assert site.get(f"{ADDRESS}?view=withdrawn").words("#rows td:nth-of-type(4)") == ["看错了小区"]
    told = t.a_draft("11-16")
    [item] = db.session.scalars(
        select(MeetingItem).where(MeetingItem.meeting_id == told.id, MeetingItem.kind == ItemKind.REPORT)
    ).all()
    assert item.background == f"御景园 2026-11-10 环境卫生：{right.text}"


def test_the_list_costs_the_same_for_one_and_for_many_and_leaves_as_a_workbook(site: Site, counting: Any):
    a_supervisor()
    an_observation()
    site.sign_in("district_org")
    site.get(ADDRESS)
    with counting() as few:
        site.get(ADDRESS)
    for n in range(3):
        an_observation(f"第 {n} 处")
    with counting() as many:
        assert len(site.get(ADDRESS).words("#rows tbody th")) == 4
    assert len(many) == len(few) <= 6
    assert site.post(f"{ADDRESS}/export").status_code == 200
