"""From the first form to the first grade, all on pages: entered, verified, graded, corrected, gone (WF-40)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.workforce import services
from shuangluan.workforce.models import AnnualResult, Appointment, Certificate, Education, Registration, Worker
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.rules.states import VerifyState, WorkerState
from tests import build
from tests.workforce.people import a_worker, day, do, verify

ROSTER = "/workforce/workers"
NUMBER = "130803199005061228"


def enrolled(site: Any, **more: Any) -> Any:
    said = {
        "name": "张晓梅", "id_number": NUMBER, "community": build.A, "entry_date": "2024-07-01",
        "entry_channel": "公开招聘",
        "retire_class": "女职工", "state": "active",
    } | more  # fmt: skip
    return site.submit(site.get(f"{ROSTER}/new"), "#form", **said)


def test_wf_40_a_worker_is_entered_verified_and_graded_on_pages_alone(site):
    site.sign_in("community_staff")
    answer = enrolled(site)
    assert answer.status_code == 303
    worker = db.session.scalars(select(Worker)).one()
    assert (str(worker.birth_date), worker.sex.value, worker.staff_no) == ("1990-05-06", "female", "SQ00001")
    entries = {
        "education": {"level": "本科", "school": "某学院", "diploma_on": "2012-07-01", "recognized_from": "2024-06-30"},
        "segments": {"kind": "社区专职", "served_from": "2024-07-01", "unit": "万和城社区", "evidence": "合同"},
        "appointments": {"position": "专职工作者", "basis": "hired", "held_from": "2024-07-01"},
        "results": {"year": "2024", "rating": "合格"},
        "contracts": {"kind": "open", "signer": "某街道办", "signed_from": "2024-07-01"},
        "absences": {"kind": "事假", "away_from": "2025-02-01", "away_until": "2025-02-03", "doc_no": "假条"},
        "merits": {"kind": "reward", "level": "表彰", "doc_no": "号", "effective_on": "2025-01-01"},
        "certificates": {"level": "初级", "cert_no": "2023001", "approved_on": "2023-10-20", "ce_hours": "4.5"},
    }
    for slug, said in entries.items():
        assert site.submit(site.get(f"{ROSTER}/{worker.id}/{slug}/new"), "form.asking", **said).status_code == 303, slug
    site.sign_in("street_staff")
    page = site.get(f"{ROSTER}/{worker.id}")
    assert "4.5 学时" in page.text
    assert "无固定期限，2024-07-01 起" in page.text
    for kind in ("education", "segments", "certificates"):
        link = page.soup.select_one(f"a[href*='/{kind}/'][href$='/verification']")["href"]
        assert site.submit(site.get(link), "form.asking", state="verified", way="原件").status_code == 303
    assert site.submit(page, "form[action$='/confirmation']").status_code == 303
    site.sign_in("district_approver")
    page = site.get(f"{ROSTER}/{worker.id}/first-grade")
    assert "确定：7 级" in page.text
    said = {"event": "首次定级", "through": "2025-01-01", "approval_no": "双人社〔2026〕1号"}
    assert site.submit(page, "#form", **said).status_code == 303
    assert [one.grade for one in records_of([worker.id])[worker.id]] == [7, 8]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"id_number": "130803199005061223"}, "身份证"), ({"name": " "}, "填姓名"),
        ({"entry_date": "2000-01-01"}, "16 周岁"), ({"community": build.B}, "社区："),
    ],
)  # fmt: skip
def test_wf_21_a_wrong_entry_is_refused_beside_its_field(site, said, why):
    site.sign_in("community_staff")
    answer = enrolled(site, **said)
    assert answer.status_code == 422
    assert why in answer.text
    assert db.session.scalar(select(Worker.id)) is None


def test_wf_21_the_same_identity_number_is_the_same_worker(site):
    site.sign_in("community_staff")
    enrolled(site)
    assert "已经登记为社区工作者" in enrolled(site).text


def test_a_broken_rule_of_a_fact_is_said_in_its_form(site):
    worker = a_worker(graded=False)
    site.sign_in("community_staff")
    asked = site.get(f"{ROSTER}/{worker.id}/results/new")
    answer = site.submit(asked, "form.asking", year="2020", rating="合格")
    assert answer.status_code == 422
    assert "已经有考核结果" in answer.text
    site.sign_in("community_staff_2")
    assert site.get(f"{ROSTER}/{worker.id}/results/new").status_code == 404
    assert site.post(f"{ROSTER}/{worker.id}/results", {"year": "2026", "rating": "合格"}).status_code == 404


def test_wf_68_wf_79_a_post_ends_and_a_certificate_is_registered(site):
    worker = a_worker()
    record = do(services_certificate, worker)
    site.sign_in("community_admin")
    page = site.get(f"{ROSTER}/{worker.id}")
    end = page.soup.select_one("a[href*='/appointments/'][href$='/end']")["href"]
    assert site.submit(site.get(end), "form.asking", held_until="2026-10-31", end_reason="辞职").status_code == 303
    assert db.session.scalars(select(Appointment.held_until)).one() == day("2026-10-31")
    link = f"/workforce/certificates/{record.id}/registration"
    assert site.submit(site.get(link), "form.asking", registered_from="2024-01-05").status_code == 303
    assert db.session.scalars(select(Registration.registered_until)).one() is None


def services_certificate(worker: Worker, **who: Any) -> Certificate:
    return services.add_certificate(worker, level="初级", cert_no="2023001", approved_on=day("2023-10-20"), **who)


def test_wf_40_the_state_moves_along_its_arrows_only(site):
    worker = a_worker()
    site.sign_in("community_admin")
    asked = site.get(f"{ROSTER}/{worker.id}/state")
    assert asked.words("form.asking .pick") == ["离岗", "停职"]
    assert site.submit(asked, "form.asking", state="away").status_code == 303
    db.session.refresh(worker)
    assert worker.state is WorkerState.AWAY
    asked = site.get(f"{ROSTER}/{worker.id}/state")
    assert site.submit(asked, "form.asking", state="left").status_code == 422


def test_wf_108_an_exit_on_the_page_keeps_to_the_law(site):
    worker = a_worker()
    site.sign_in("community_admin")
    asked = site.get(f"{ROSTER}/{worker.id}/exit")
    said = {"kind": "dismissed", "day": "2026-11-20", "doc_no": "号"}
    assert "法定依据" in site.submit(asked, "form.asking", **said).text
    assert site.submit(asked, "form.asking", **said, ground="39").status_code == 303
    db.session.refresh(worker)
    assert worker.state is WorkerState.LEFT
    assert "已退出 1" in site.get(ROSTER).words("#views a")


def test_wf_87_a_correction_shows_what_is_struck_through_before_it_is_decided(site):
    worker = a_worker()
    site.sign_in("district_approver")
    address = f"{ROSTER}/{worker.id}/correction"
    assert "没有可更正的" in site.get(address).text
    record = db.session.scalars(select(Education)).one()
    build.saved(lambda: verify(record, worker, VerifyState.REFUSED))
    page = site.get(address)
    assert page.words("main del")[:2] == ["2020-03-01", "首次定级"]
    assert site.submit(page, "#form", event="更正", approval_no="").status_code == 422
    assert site.submit(page, "#form", event="更正", approval_no="双人社〔2026〕9号").status_code == 303
    page = site.get(f"{ROSTER}/{worker.id}")
    assert page.words("main del")[:1] == ["首次定级"]
    assert "已更正" in page.text


def test_wf_71_who_decides_a_grade_is_the_approver_alone(site):
    worker = a_worker(graded=False)
    for username in ("district_reviewer", "street_staff", "community_admin"):
        site.sign_in(username)
        assert site.get(f"{ROSTER}/{worker.id}/first-grade").status_code == 403
    assert db.session.scalars(select(AnnualResult.id)).first() is not None
