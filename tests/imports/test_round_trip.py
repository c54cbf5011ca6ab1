"""Every register: what it knows goes out in a sheet and comes back as no change, and a mask is never taken for a value.

Written down here, a row of each register is brought in; what the register then says of it is written out again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from shuangluan.extensions import db
from shuangluan.imports import services
from shuangluan.imports.queries import S
from shuangluan.kernel import clock
from shuangluan.kernel.models import SheetImport, SheetRow
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import REGISTERS, Register
from shuangluan.red_property import services as property_services
from tests import build
from tests.imports.conftest import Carrier, rows_of, workbook
from tests.red_property import ballot_box as box
from tests.red_property import registers as r
from tests.red_property import table
from tests.red_property import test_funds as funds
from tests.site import Site
from tests.workforce.people import a_worker
from tests.workforce.test_delegates import a_member
from tests.workforce.test_short_lists import a_session, an_exam

MASKS = {Kind.NAME: "演**", Kind.PHONE: "138****0012", Kind.ID_NUMBER: "130803********0036"}

ASKED_OF_NEW = {  # facts of the person that is meant, not of the row: asked when the row is new, and not kept
    "property_committee_members": {"phone"},
    "property_instructors": {"phone"},
    "property_sector_members": {"phone"},
    "red_property_cross_posts": {"phone", "is_party_member", "is_responsible"},
}


@dataclass(frozen=True)
class Case:
    """A row as somebody types it, who brings it, and what must be there before."""

    row: Mapping[str, str]
    username: str = "community_admin"
    first: Callable[[], Any] = lambda: None


def served() -> None:
    """A compound with a company."""
    r.a_contract(r.a_company())


def a_sector() -> None:
    """行业党委 of the district."""
    name = "双滦区物业服务行业党委"
    build.saved(lambda: property_services.found_sector(name, founded_on=date(2025, 1, 1), **r.now()))


CASES = {
    "appeals": Case({
        "source": "12345转办", "source_no": "RX001", "title": "路灯不亮", "description": "单元门口的路灯不亮",
        "category": "邻里纠纷", "level": "一般", "community": "万和城社区", "compound": "御景园", "building": "1号楼",
        "address_text": "楼前", "discovered_at": "2026-11-19 08:30", "reporter_name": "演示张三",
        "reporter_phone": "13800000012", "wants_reply": "是",
    }),
    "compounds": Case({
        "community": "万和城社区", "name": "滦河花园", "kind": "老旧", "households": "1200", "has_property": "是",
        "address": "滦河路 1 号",
    }),
    "buildings": Case({"community": "万和城社区", "compound": "御景园", "number": "9号楼", "entrances": "3"}),
    "persons": Case(
        {"name": "演示张三", "id_number": "130803199001010036", "phone": "13800000012"}, username="system_admin"
    ),
    "property_companies": Case(
        {"name": "演示物业", "credit_code": r.code(7), "kind": "本地企业", "stars": "3"}, username="district_org"
    ),
    "property_contracts": Case(
        {
            "compound": "锦绣苑", "community": "御祥园社区", "company": "锦绣物业公司", "kind": "选聘",
            "valid_from": "2025-01-01", "valid_until": "2026-12-31", "fee_text": "住宅 1.20 元",
            "filed_on": "2025-01-20",
        },
        username="community_admin_2", first=r.a_company,
    ),
    "property_committees": Case({
        "compound": "御景园", "community": "万和城社区", "elected_on": "2022-03-01", "term_until": "2027-02-28",
        "seats": "5", "filed_on": "2022-03-20",
    }),
    "property_committee_members": Case(
        {
            "person": "演示主任", "compound": "御景园", "community": "万和城社区", "term_no": "1", "position": "主任",
            "is_party_member": "是", "valid_from": "2026-03-01", "valid_until": "2026-10-31", "phone": "13800000012",
        },
        first=lambda: table.a_committee(),
    ),
    "property_substitutes": Case({
        "compound": "御景园", "community": "万和城社区", "kind": "物业管理委员会", "valid_from": "2026-01-01",
        "valid_until": "2026-12-31", "basis": "演示街道〔2026〕5 号",
    }),
    "property_modes": Case({
        "compound": "御景园", "community": "万和城社区", "mode": "不议事", "valid_from": "2026-12-01",
        "reason": "整体改造，暂停",
    }),
    "property_evaluations": Case(
        {
            "compound": "锦绣苑", "community": "御祥园社区", "year": "2026", "upgrade": "8.5", "openness": "4",
            "upgrade_note": "节点完成 85%", "openness_note": "公示栏照片",
        },
        username="community_admin_2", first=served,
    ),
    "property_fees": Case(
        {
            "compound": "锦绣苑", "community": "御祥园社区", "valid_from": "2026-01-01", "valid_until": "2026-06-30",
            "due_fen": "500000", "received_fen": "470000.50", "arrears_fen": "80000", "recovered_fen": "30000",
            "prepaid_fen": "40000", "households_due": "640", "households_paid": "612",
        },
        username="community_admin_2", first=served,
    ),
    "property_funds": Case({
        "compound": "御景园", "community": "万和城社区", "opened_on": "2020-05-01", "first_deposit_fen": "100000.50",
        "area_x100": "23456.78",
    }),
    "property_fund_entries": Case(
        {
            "purpose": "上半年利息", "compound": "御景园", "community": "万和城社区", "booked_on": "2026-06-05",
            "kind": "增值收益", "amount_fen": "1234.56",
        },
        first=funds.a_fund,
    ),
    "property_showcases": Case(
        {
            "compound": "御景园", "community": "万和城社区", "kind": "商品楼红色物业", "valid_from": "2026-01-01",
            "valid_until": "2026-12-31", "basis": "演示发〔2026〕1 号",
        },
        username="district_org",
    ),
    "property_upgrade_plans": Case({
        "compound": "御景园", "community": "万和城社区", "title": "演示提升", "track": "定向提升",
        "reason": "居民代表会议的意见", "items": "补种绿地", "funding_fen": "20000", "funding_source": "区级补助",
        "decided_on": "2026-03-01",
    }),
    "property_memberships": Case(
        {
            "company": "锦绣物业公司", "unit": "演示联合党支部", "kind": "联合党支部", "valid_from": "2026-01-01",
            "valid_until": "2026-12-31", "basis": "演示发〔2026〕4 号",
        },
        username="district_org", first=r.a_company,
    ),
    "property_instructors": Case(
        {
            "person": "演示指导员", "company": "锦绣物业公司", "valid_from": "2026-01-01", "valid_until": "2026-12-31",
            "basis": "演示发〔2026〕2 号", "phone": "13800000012",
        },
        username="district_org", first=r.a_company,
    ),
    "red_property_cross_posts": Case(
        {
            "person": "演示经理", "kind": "社区两委兼职委员", "company": "锦绣物业公司", "host": "御祥园社区",
            "valid_from": "2026-06-01", "valid_until": "2026-12-31", "basis": "演示发〔2026〕3 号",
            "is_party_member": "是", "is_responsible": "是", "phone": "13800000012",
        },
        username="district_org", first=served,
    ),
    "property_sector_members": Case(
        {
            "person": "演示书记", "position": "书记", "home": "区住建局", "valid_from": "2026-01-01",
            "valid_until": "2026-12-31", "phone": "13800000012",
        },
        username="district_org", first=a_sector,
    ),
    "property_visits": Case(
        {
            "company": "锦绣物业公司", "visited_on": "2026-10-08", "visitors": "演示甲、演示乙", "staff": "40",
            "party_members": "4", "formal_members": "3", "problems": "停车难", "promised": "协调车位",
            "promised_due_on": "2026-12-01",
        },
        username="district_org", first=r.a_company,
    ),
    "vote_rosters": Case(
        {
            "unit": "1号楼101", "kind": "住宅", "status": "已交付", "owners": "演示甲、演示乙", "tails": "0036、001X",
            "registered": "98.5", "surveyed": "98.50", "contract": "100", "titled": "否",
        },
        first=lambda: box.a_draft([]),
    ),
    "vote_ballots": Case(
        {"number": "1", "choices": "同意", "received": "2026-10-20 09:30", "medium": "电子", "agent": "演示代理"},
        first=box.a_past,
    ),
    "pay_bases": Case(
        {"staff_no": "SQ00001", "name": "张晓梅", "year": "2026", "average": "3617.50"},
        username="district_reviewer", first=a_worker,
    ),
    "worker_delegates": Case(
        {
            "staff_no": "SQ00001", "name": "李委员", "kind": "人大代表", "level": "区", "term": "第九届",
            "recommended_on": "2025-06-01", "elected_on": "2025-07-01", "ended_on": "2026-06-30", "reason": "演示事迹",
        },
        username="district_reviewer", first=a_member,
    ),
    "training_roster": Case(
        {"staff_no": "SQ00001", "name": "张晓梅", "held_on": "2026-11-10", "course": "课程1", "signed": "已签到"},
        username="street_staff", first=lambda: (a_worker(), build.saved(lambda: a_session(1))),
    ),
    "worker_qualification": Case(
        {
            "staff_no": "SQ00001", "name": "张晓梅", "year": "2026", "level": "中级", "willing_on": "2026-03-01",
            "signed_up_on": "2026-03-10", "result": "合格",
        },
        first=a_worker,
    ),
    "skill_marks": Case(
        {"staff_no": "SQ00001", "name": "张晓梅", "held_on": "2026-10-10", "subject": "党建", "mark": "86.5"},
        username="district_reviewer", first=lambda: (a_worker(), build.saved(lambda: an_exam(1))),
    ),
    "workers": Case({
        "name": "演示张三", "id_number": "130803199001010036", "phone": "13800000012", "community": "万和城社区",
        "entry_date": "2009-03-01", "entry_channel": "公开招聘", "position": "副主任", "basis": "选举",
        "held_from": "2009-03-01", "election_term": "第九届", "level": "本科",
        "diploma_on": "2012-07-01", "school": "演示大学", "has_degree": "是", "cert_level": "初级",
        "cert_no": "演示000012", "cert_on": "2023-01-01",
        "registered_from": "2023-10-20", "registered_until": "2026-10-19", "ce_hours": "72.5",
    }),
    "worker_contracts": Case(
        {
            "staff_no": "SQ00001", "name": "张晓梅", "signer": "演示街道", "kind": "以完成一定任务为期限",
            "signed_from": "2025-03-01", "signed_until": "2026-02-28", "is_by_wish": "否",
        },
        first=a_worker,
    ),
}  # fmt: skip


def brought(carrier: Carrier, register: Register, row: Mapping[str, Any]) -> SheetImport:
    """The import of one row under the heads of its fields."""
    fields = register.fields(build.viewer(carrier.username), clock.today())
    named = [one for one in fields if one.key in row]
    one = carrier.brings(register.key, workbook([one.label for one in named], [row[one.key] for one in named]))
    if one.state is S.MATCHING:
        carrier.deed(services.match_columns, one, one.match, fields)
    return carrier.seen(one.id)


def standing(carrier: Carrier, register: Register, one: SheetImport) -> Mapping[str, Any]:
    """What the register says of the record of the one row of an import."""
    viewer = build.viewer(carrier.username)
    fields = register.fields(viewer, clock.today())
    found = db.session.query(SheetRow).filter_by(import_id=one.id).one()
    values = verdicts.values_of(verdicts.content(found.content).values, fields)
    [answer] = register.look([values], viewer, clock.now())
    assert answer.standing is not None
    return answer.standing.values


def said(field: Field, value: Any) -> str:
    """A value as a cell shows it."""
    if field.kind is Kind.CHOICE:
        return next(label for code, label in field.options if code == value)
    if field.kind in (Kind.MONEY, Kind.AREA, Kind.DECIMAL):
        return str(Decimal(value) / 100)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def out_of(carrier: Carrier, key: str) -> tuple[Register, SheetImport, dict[str, str], Mapping[str, Any]]:
    """A record brought in: its register, the import, what a sheet of the register says of it, and what is stored."""
    case, register = CASES[key], REGISTERS[key]
    case.first()
    one = brought(carrier, register, case.row)
    assert one.counts["new"] == 1, rows_of(one)
    carrier.deed(services.confirm, one)
    assert carrier.seen(one.id).state is S.DONE, one.problem
    stored = standing(carrier, register, carrier.seen(one.id))
    fields = register.fields(build.viewer(carrier.username), clock.today())
    sheet = {one.key: said(one, stored[one.key]) for one in fields if stored.get(one.key) is not None}
    return register, one, sheet, stored


def test_every_register_has_its_case(app: Any):
    assert set(CASES) == set(REGISTERS)


@pytest.mark.parametrize("key", CASES)
def test_what_goes_out_changes_nothing_when_it_comes_back(app: Any, key: str):
    carrier = Carrier(app.config["DATA_DIR"], CASES[key].username)
    register, _, sheet, _ = out_of(carrier, key)
    kept = set(CASES[key].row) - ASKED_OF_NEW.get(key, set())
    assert kept <= set(sheet), "what was typed is not all stored, or does not go out again"
    again = brought(carrier, register, sheet)
    assert again.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}, rows_of(again)


@pytest.mark.parametrize("key", CASES)
def test_no_mask_is_taken_for_a_value(app: Any, key: str):
    carrier = Carrier(app.config["DATA_DIR"], CASES[key].username)
    register, one, sheet, stored = out_of(carrier, key)
    fields = register.fields(build.viewer(carrier.username), clock.today())
    masked = sheet | {one.key: MASKS[one.kind] for one in fields if one.kind in MASKS and one.key in sheet}
    if "owners" in sheet:
        masked["owners"] = "演**、演**"  # several names in one cell
    again = brought(carrier, register, masked)
    assert (again.counts["new"], again.counts["changed"]) == (0, 0), rows_of(again)
    assert standing(carrier, register, one) == stored


def test_the_workbooks_of_the_property_lists_come_back_unchanged(site: Site, app: Any):
    for key, address in (
        ("property_substitutes", "substitutes"), ("red_property_cross_posts", "cross-posts"),
        ("property_sector_members", "sector-committee/members"), ("property_committee_members", "committee-members"),
        ("property_modes", "modes"),
    ):  # fmt: skip
        carrier = Carrier(app.config["DATA_DIR"], CASES[key].username)
        out_of(carrier, key)
        site.sign_in(carrier.username)
        body = site.submit(site.get(f"/red-property/{address}?view=all"), "#export").data
        again = r.brought(carrier, key, body)
        assert again.counts["same"] == sum(again.counts.values()) > 0, (key, rows_of(again))
