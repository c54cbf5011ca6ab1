"""全国社会工作者职业水平考试: who may sit it, the order of its steps, the list of a year (WF-119)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.qualification import Learned, QualificationRules, check_entry, level_open
from tests.workforce.people import a_worker

SHIPPED = Path(__file__).resolve().parents[2] / "migrations" / "data" / "workforce_qualification.json"
RULES = QualificationRules.parse(json.loads(SHIPPED.read_text(encoding="utf-8")))
END, TODAY = date(2026, 12, 31), date(2026, 11, 20)
OTHER, OWN = "法学", "社会工作"
LIST = "/workforce/qualification"


@pytest.mark.parametrize(
    ("educations", "certificates", "years", "expected"),
    [
        ([("中专及以下", OTHER)], {}, 3, ""), ([("中专及以下", OTHER)], {}, 4, "初级"),
        ([("大专", OWN)], {}, 2, "初级"), ([("大专", OTHER)], {}, 3, ""),
        ([("本科", OTHER)], {}, 4, "初级"), ([("本科", OTHER)], {}, 5, "中级"), ([("本科", OWN)], {}, 3, "中级"),
        ([("大专", OWN), ("本科", OTHER)], {}, 4, "中级"),
        ([("中专及以下", OTHER)], {"初级": date(2021, 1, 2)}, 20, ""),
        ([("中专及以下", OTHER)], {"初级": date(2021, 1, 1)}, 20, "中级"),
        ([("本科", OTHER)], {"中级": date(2021, 12, 31)}, 20, "高级"),
        ([("本科", OTHER)], {"中级": date(2022, 1, 2)}, 20, ""), ([("博士", OWN)], {"高级": date(2020, 1, 1)}, 30, ""),
        ([], {}, 30, ""),
    ],
)  # fmt: skip
def test_wf_119_the_level_follows_education_certificate_and_years(
    educations: Any, certificates: dict[str, date], years: int, expected: str
):
    assert level_open(RULES, Learned(educations, certificates, years), END) == expected


@pytest.mark.parametrize(
    ("willing_on", "signed_up_on", "has_passed", "field"),
    [
        (date(2025, 12, 31), None, None, "willing_on"), (date(2026, 11, 21), None, None, "willing_on"),
        (date(2026, 3, 2), date(2026, 3, 1), None, "signed_up_on"), (date(2026, 3, 2), None, True, "signed_up_on"),
    ],
)  # fmt: skip
def test_steps_out_of_order_are_refused_at_their_field(willing_on: Any, signed_up_on: Any, has_passed: Any, field: str):
    with pytest.raises(RuleBroken) as broken:
        check_entry(willing_on, signed_up_on, has_passed, year=2026, today=TODAY)
    assert broken.value.field == field


def test_wf_119_from_eligible_to_passed_on_pages(site: Any):
    worker = a_worker("李考", ratings=(), graded=False)
    a_worker("周新", start="2026-03-01", level="大专", ratings=(), graded=False)
    site.sign_in("community_staff")
    page = site.get(LIST)
    assert [("李考" in row, "中级" in row) for row in page.words("#rows tbody tr")] == [(True, True)]
    form = site.get(page.soup.select_one(f"a[href$='/2026/{worker.id}']")["href"])
    said = {"level": "中级", "willing_on": "2026-03-01"}
    assert site.submit(form, "#form", **said | {"result": "passed"}).status_code == 422
    assert site.submit(form, "#form", **said).status_code == 303
    again = site.get(f"{LIST}/2026/{worker.id}")
    assert site.submit(again, "#form", signed_up_on="2026-03-10", result="passed").status_code == 303
    for view in ("willing", "signed", "passed"):
        assert ["李考" in row for row in site.get(f"{LIST}?view={view}").words("#rows tbody tr")] == [True]
    assert site.get(f"{LIST}?view=willing&year=2025").words("#rows tbody tr") == []
    assert site.post(f"{LIST}/export").status_code == 200
    site.sign_in("street_staff_2")
    assert site.get(f"{LIST}/2026/{worker.id}").status_code == 404
    site.sign_in("auditor")
    assert site.get(f"{LIST}/2026/{worker.id}").status_code == 403
