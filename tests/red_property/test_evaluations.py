"""红色物业评分 computed from the registers, marked, confirmed, taken back; its lists are what it counts (RP-37, D6)."""

import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.queries import rates
from shuangluan.imports import services as imports
from shuangluan.kernel import attachments, clock, teams
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, PartyUnitKind
from shuangluan.red_property import services
from shuangluan.red_property.models import Evaluation
from shuangluan.red_property.queries.evaluation_facts import gathered
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.companies import CompanyKind, Span
from shuangluan.red_property.rules.evaluation_course import EvaluationState, Mark
from shuangluan.red_property.rules.fees import FeeFigures
from shuangluan.red_property.rules.ratification import Shown
from shuangluan.red_property.rules.resolutions import ResolutionState
from tests import build
from tests.build import saved
from tests.imports.conftest import Carrier, rows_of, workbook
from tests.kept import kept
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.red_property.test_companies import taken
from tests.red_property.test_fees import a_report
from tests.site import Site

ADDRESS = "/red-property/evaluations"
MARKS = {"upgrade": Mark(800, "四个节点完成三个"), "openness": Mark(0, "没有公示")}


@kept
def a_year() -> None:
    """御景园 in 2026: its company has a code and an instructor; September met, what was decided was done in time."""
    body = build.organisation("御景物业公司")
    saved(lambda: services.register_company(body, credit_code=r.code(7), kind=CompanyKind.LOCAL, **r.DEED))
    sent = {"valid_from": date(2026, 1, 1), "basis": "演示"}
    saved(lambda: services.send_instructor(body, build.person("grid_leader"), **sent, **r.DEED))
    t.a_committee()
    meeting = t.a_signed("09-15", due="09-30")
    row = record_of(meeting).resolutions[0]
    deed = {"by": build.actor("property_liaison"), "at": t.at("09-29 09:00")}
    saved(lambda: services.follow_up(row, text="已更换", to=ResolutionState.DONE, shown=Shown(1), **deed))


@kept
def a_draft_of_2025() -> None:
    """The year before, computed; nothing was held in it."""
    a_year()
    saved(lambda: services.compute_evaluations([build.compound("御景园")], 2025, **r.now()))


def computed(year: int = 2026, name: str = "御景园") -> Any:
    """What a computation of one compound did."""
    return saved(lambda: services.compute_evaluations([build.compound(name)], year, **r.now()))


def the_one(year: int = 2026) -> Evaluation:
    """The evaluation of the year."""
    db.session.expire_all()
    return db.session.scalars(select(Evaluation).where(Evaluation.year == year)).one()


def earned(one: Evaluation) -> dict[str, int | None]:
    """Points in 0.01 by item."""
    return {line["code"]: line["earned_x100"] for line in one.lines}


def confirmed(one: Evaluation) -> None:
    """By the street's office."""
    deed = {"by": build.actor("street_staff"), "at": clock.now()}
    saved(lambda: services.confirm_evaluation(one, **deed))


def marked(one: Evaluation, by: str = "community_admin") -> None:
    """With a file for what earned points."""
    deed = {"by": build.actor(by), "at": clock.now()}

    def work() -> None:
        services.mark_evaluation(one, MARKS, {}, **deed)
        upload = attachments.Upload("照片.pdf", "application/pdf", b"%PDF-1.4")
        attachments.attach(one.matter, upload, by.ljust(48, "0"), purpose="upgrade", **deed)

    saved(work)


def test_rp_37_the_items_are_computed_from_the_registers(app: Any):
    a_year()
    build.a_closed_appeal(where=build.place())
    build.an_appeal("别类的", category="noise_fume")
    assert computed().made == 1
    one = the_one()
    assert earned(one) == {
        "org_cover": 900, "cross_appointment": 0, "meeting_rate": 150, "resolution_on_time": 1500,
        "event_solved": 1000, "event_satisfied": 1000, "fee_rate": None, "upgrade": None, "openness": None,
    }  # fmt: skip
    assert one.facts["months"][8] == ["2026-09", "held"]
    assert len(one.facts["months"]) == 10
    assert (one.available, one.total_x100, one.stars) == (75, 6067, 1)
    assert computed().same == 1
    created = db.session.scalars(select(AuditEntry).where(AuditEntry.record_kind == "red_property_evaluation")).all()
    assert [entry.action for entry in created] == ["red_property.evaluation.computed"]  # the same is not written


def test_rp_33_fees_of_all_periods_of_the_year_are_summed_and_compared_with_the_year_before(app: Any):
    contract = r.a_contract(r.a_company())
    a_report(contract, FeeFigures(100_00, 80_00, 0, 0, 10, 8), Span(date(2025, 1, 1), date(2026, 1, 1)))
    a_report(contract, FeeFigures(100_00, 80_00, 0, 0, 10, 8))
    a_report(contract, FeeFigures(100_00, 92_00, 0, 0, 10, 8), Span(date(2026, 7, 1), date(2026, 10, 1)))
    computed(name="锦绣苑")
    one = the_one()
    assert (one.facts["fees"], one.facts["fees_before"]) == ([172_00, 200_00], [80_00, 100_00])
    assert earned(one)["fee_rate"] == 956  # 86 of 90


def test_rp_37_what_nobody_serves_is_not_evaluated_and_a_year_is_computed_in_one_action(site: Site):
    a_year()
    site.sign_in("community_staff")
    answer = site.submit(site.get(f"{ADDRESS}/new"), "#form", year="2026")
    assert answer.status_code == 303
    page = site.get(answer.location)
    assert page.words("#rows tbody th a") == ["御景园"]
    assert "新算 1 份" in page.text
    site.sign_in("community_staff_2")
    answer = site.submit(site.get(f"{ADDRESS}/new"), "#form", year="2026")
    assert "没有物业企业的小区 1 个" in site.get(answer.location).text


def test_rp_37_from_marks_over_evidence_to_confirmation(site: Site):
    a_draft_of_2025()
    here = f"{ADDRESS}/{the_one(2025).id}"
    site.sign_in("community_admin")
    typed = {"upgrade": "8", "upgrade_note": "四个节点完成三个", "openness": "0", "openness_note": "没有公示"}
    refused = site.submit(site.get(f"{here}/marks"), "#form", **typed | {"upgrade": "10.5"})
    assert "“分类提升进度”写 0 到 10 分" in refused.text
    assert site.submit(site.get(f"{here}/marks"), "#form", **typed).status_code == 303
    assert site.get(f"{here}/marks").soup.select_one("#fee_rate") is None  # what is computed is read-only
    site.sign_in("street_staff")
    assert "还没有附证据" in site.submit(site.get(f"{here}/confirmation"), "form.asking").text
    files = [(io.BytesIO(b"%PDF-1.4"), "照片.pdf")]
    sent = site.submit(site.get(here), "#evidence", item="upgrade", files=files)
    assert sent.status_code == 303
    assert site.get(here).words("#item-upgrade td a")[-1] == "照片.pdf"
    assert site.submit(site.get(f"{here}/confirmation"), "form.asking").status_code == 303
    one = the_one(2025)
    assert (one.state, one.confirmed_on, one.matter.stage) == (EvaluationState.CONFIRMED, date(2026, 11, 20), "done")
    assert site.get(f"{here}/marks").status_code == 200
    assert "已经确认，不能再改" in site.submit(site.get(f"{here}/marks"), "#form", **typed).text
    assert "草稿" not in site.get(f"{here}/print").text
    site.sign_in("property_liaison")  # its own, once it is confirmed
    assert site.get(here).status_code == 200


def test_rp_37_who_marked_does_not_confirm_and_what_changed_is_computed_first(app: Any):
    a_draft_of_2025()
    marked(the_one(2025), by="street_staff")
    with pytest.raises(RuleBroken, match="请街道另一位同事确认"):
        confirmed(the_one(2025))
    saved(lambda: services.mark_evaluation(the_one(2025), MARKS, {}, by=build.actor("community_admin"), at=clock.now()))
    body = build.organisation("御景物业公司")
    unit = {"kind": PartyUnitKind.COMPANY, "name": "御景党支部", "founded_on": date(2025, 1, 1)}

    def join() -> None:
        joined = teams.found_party_unit(**unit, **r.now())
        services.join_party_unit(body, joined, valid_from=date(2025, 1, 1), **r.now())

    saved(join)
    with pytest.raises(RuleBroken, match="先重新测算"):
        confirmed(the_one(2025))
    assert computed(2025).changed == 1
    confirmed(the_one(2025))
    assert computed(2025).confirmed == 1
    with pytest.raises(RuleBroken, match="不能再改"):
        marked(the_one(2025))


def test_rp_37_a_veto_is_shown_with_its_reason_and_the_district_takes_a_confirmed_one_back(site: Site):
    a_draft_of_2025()
    one = the_one(2025)
    deed = {"by": build.actor("community_admin"), "at": clock.now()}
    marked(one)
    saved(lambda: services.mark_evaluation(one, MARKS, {"major_accident": "应急局 2 号通报"}, **deed))
    confirmed(the_one(2025))
    one = the_one(2025)
    assert (one.available, one.total_x100, one.veto_lines) == (55, None, ["重大安全责任事故：应急局 2 号通报"])
    here = f"{ADDRESS}/{one.id}"
    site.sign_in("district_org")
    assert "一票否决" in site.get(here).text
    assert site.submit(site.get(f"{here}/reopening"), "#form", reason="认定已撤销").status_code == 303
    page = site.get(here)
    assert "认定已撤销" in page.text
    assert the_one(2025).state is EvaluationState.DRAFT


def test_rp_37_points_by_hand_come_by_workbook_into_drafts_only_and_its_export_changes_nothing(site: Site, app: Any):
    a_draft_of_2025()
    carrier = Carrier(app.config["DATA_DIR"], "community_admin")
    head = ("小区", "社区", "年度", "分类提升进度", "分类提升进度依据", "公开公示", "公开公示依据", "挪用维修资金")
    place = ("御景园", "万和城社区")
    rows = (
        (*place, "2025年", "8分", "四个节点完成三个", "0", "没有公示", ""), (*place, 2026, 10.5, "完成", "", "", ""),
        (*place, 2027, 8, "完成", "", "", ""), ("锦绣苑", "御祥园社区", 2026, 8, "完成", "", "", ""),
    )  # fmt: skip
    one = r.brought(carrier, "property_evaluations", workbook(head, *rows))
    assert one.counts == {"new": 0, "changed": 1, "same": 0, "wrong": 3}
    assert [reason for _, _, _, [(_, reason)] in rows_of(one)[1:]] == [
        "“分类提升进度”写 0 到 10 分", "年度写 2018 到 2026", "御祥园社区不在你的范围里，这一行不能由你导入",
    ]  # fmt: skip
    carrier.deed(imports.confirm, one)
    draft = the_one(2025)
    assert services.marks_of(draft)["upgrade"] == Mark(800, "四个节点完成三个")
    assert draft.marked_by_id == build.person("community_admin").id  # who then does not confirm it
    site.sign_in("community_admin")
    again = r.brought(carrier, "property_evaluations", taken(site, "evaluations?view=all"))
    assert again.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    marked(the_one(2025))
    confirmed(the_one(2025))
    late = r.brought(carrier, "property_evaluations", workbook(head, (*place, 2025, 9, "补", "", "", "")))
    assert "评分已经确认" in rows_of(late)[0][3][0][1]


def test_d6_the_lists_beside_the_items_are_what_they_count(site: Site):
    a_year()
    build.a_closed_appeal(where=build.place())
    computed()
    site.sign_in("community_admin")
    page = site.get(f"{ADDRESS}/{the_one().id}")
    found = {}
    for code in ("meeting_rate", "resolution_on_time", "event_solved", "event_satisfied"):
        link = page.soup.select_one(f"#item-{code} td a")
        found[code] = len(site.get(link["href"]).soup.select("#rows tbody tr"))
    assert found == {"meeting_rate": 1, "resolution_on_time": 1, "event_solved": 1, "event_satisfied": 1}
    for wrong in ("evaluation.none.1.2026", "evaluation.meeting_rate.1", "evaluation.fee_rate.1.2026"):
        assert site.get(f"/red-property/meetings?figure={wrong}").status_code == 400


def test_scope_and_the_number_of_statements(site: Site, counting: Any):
    a_draft_of_2025()
    here = f"{ADDRESS}/{the_one(2025).id}"
    for username, status in (
        ("community_admin", 200), ("community_admin_2", 404), ("property_liaison", 404), ("owners_delegate", 404),
        ("district_org", 200), ("member", 403),
    ):  # fmt: skip
        site.sign_in(username)
        assert site.get(here).status_code == status, username
    site.sign_in("street_staff_2")
    assert site.get(f"{here}/confirmation").status_code == 404
    compounds = [build.compound("御景园"), build.compound("锦绣苑")]
    with counting() as one:
        gathered(compounds[:1], 2026, clock.now())
    with counting() as both:
        gathered(compounds, 2026, clock.now())
    assert len(one) == len(both)
    assert rates.rates([compounds[0].id], 2026, clock.now()) == {}
