"""数据体检 over the database and as a page: fresh, scoped, each line with its link (WF-200)."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, people
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import Appointment, Education, Worker
from shuangluan.workforce.queries import data_check
from shuangluan.workforce.queries.data_check import has_gap
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.data_check import FILE_GAPS, Kind
from shuangluan.workforce.rules.states import VerifyState
from tests import build
from tests.workforce.people import a_worker, day, deed, do, rate, verify

PAGE = "/workforce/data-check"
NUMBER = "130803199005061228"


def a_whole_worker(name="张晓梅", number=NUMBER, **more):
    """Nothing is missing in her file."""
    person = build.saved(lambda: people.add_person(name, id_number=number, **deed("community_admin")))
    worker = a_worker(name, person=person, ratings=("合格",) * 6, **more)
    contract = {"signer": "社区", "signed_from": day("2024-01-01"), "signed_until": None, "probation_until": None}
    do(services.add_contract, worker, **contract)
    return worker


def found(username="district_reviewer", area=None):
    rows = data_check.everything(build.viewer(username), clock.today(), area)
    return [(one.worker.person.name, one.finding.kind) for one in rows]


def test_wf_200_a_whole_file_has_nothing_to_mend_and_each_gap_shows_at_once(app):
    a_whole_worker()
    assert found() == []
    post = db.session.scalars(select(Appointment)).one()
    do(services.end_appointment, post, held_until=day("2026-11-19"), end_reason="辞职")
    assert found() == [("张晓梅", Kind.NO_POST)]


def test_wf_21_a_changed_rating_and_a_spoilt_row_are_two_different_faults(app):
    worker = a_whole_worker()
    record = records_of([worker.id])[worker.id][2]
    with audit.transaction():
        record.overflow += 1
        audit.noted(sentences.CORRECTED, record, **deed())
    assert found() == [("张晓梅", Kind.REPLAY)]
    late = a_whole_worker("李海燕", "130803199005061244", graded=False)
    assert found()[-1] == ("张晓梅", Kind.REPLAY)
    assert ("李海燕", Kind.UNGRADED) in found()
    assert late.first_on is None


def test_wf_43_a_paper_refused_after_it_was_used_shows_that_the_ledger_no_longer_follows(app):
    worker = a_whole_worker()
    education = db.session.scalars(select(Education)).one()
    build.saved(lambda: verify(education, worker, VerifyState.REFUSED))
    assert [kind for _, kind in found()] == [Kind.LEDGER]


def test_wf_200_the_gaps_of_the_database_are_those_of_the_rules(app):
    a_whole_worker()
    a_worker("李海燕")
    a_worker("王志强", community=build.B, graded=False)
    everything = data_check.everything(build.viewer("district_org"), clock.today())
    by_rules = {one.worker.id for one in everything if one.finding.kind in FILE_GAPS}
    by_select = set(db.session.scalars(select(Worker.id).where(has_gap(clock.today()))))
    assert by_rules == by_select
    assert len(by_select) == 2


def test_wf_21_basic_facts_are_put_right_and_entry_before_working_age_is_refused(app):
    worker = a_whole_worker()
    basics = services.Basics(day("1990-06-05"), None, "群众", "公开招聘", "女职工")
    do(services.edit_basics, worker, basics, by="community_admin")
    assert found() == [("张晓梅", Kind.BIRTH)]
    young = services.Basics(day("2010-06-05"), None, "群众", "公开招聘", "女职工")
    with pytest.raises(RuleBroken, match="16 周岁") as refused:
        do(services.edit_basics, worker, young)
    assert refused.value.field == "birth_date"


def test_wf_200_each_line_opens_the_very_page_to_mend_it(site):
    a_whole_worker()
    there = a_worker("王志强", community=build.B)
    site.sign_in("community_admin_2")
    page = site.get(PAGE)
    assert "1 人的档案有要改的" in page.text
    kinds = [row.split()[3] for row in page.words("#rows tbody tr")]
    assert kinds == ["没有身份证号", "没有有效合同", "缺年度考核结果"]
    links = [a["href"] for a in page.soup.select("#rows a.btn")]
    assert links == [f"/workforce/workers/{there.id}{end}" for end in ("", "/contracts/new", "/results/new")]
    for link in links:
        assert site.get(link).status_code == 200
    rate(there, 2025, "合格")
    assert "缺年度考核结果" not in " ".join(site.get(PAGE).words("#rows tbody tr"))
    site.sign_in("auditor")
    assert not site.get(PAGE).soup.select("#rows a.btn"), "who may not mend sees no button"


def test_wf_200_filters_tabs_order_and_the_workbook(site):
    a_worker("张晓梅")
    a_worker("王志强", community=build.B)
    site.sign_in("district_reviewer")
    assert len(site.get(f"{PAGE}?view=missing").words("#rows tbody tr")) == 6
    assert site.get(f"{PAGE}?view=contradiction").words("#rows tbody tr") == []
    only = site.get(f"{PAGE}?kind=no_contract&q=zxm&sort=kind&desc=1")
    assert [row.split()[0] for row in only.words("#rows tbody tr")] == ["张晓梅"]
    assert len(site.get(f"{PAGE}?area={build.B}").words("#rows tbody tr")) == 3
    assert site.get(f"{PAGE}?kind=ugly").status_code == 400
    answer = site.post(f"{PAGE}/export?kind=no_contract")
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(answer.data)).active.iter_rows()]
    assert sum("没有有效合同" in row for row in cells) == 2
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.DATA_CHECK_EXPORTED)).one()
    assert entry.changes["rows"] == 2


def test_the_data_check_costs_the_same_for_one_and_for_many(site, counting):
    a_worker("张晓梅")
    site.sign_in("district_org")
    site.get(PAGE)
    with counting() as one:
        site.get(PAGE)
    for n in range(4):
        a_worker(f"李海{'一二三四'[n]}")
    with counting() as many:
        site.get(PAGE)
    assert len(many) == len(one)


def test_wf_111_basics_are_edited_on_their_own_page(site):
    worker = a_worker()
    site.sign_in("community_admin")
    page = site.get(f"/workforce/workers/{worker.id}/basics")
    answer = site.submit(page, "form.asking", archive_birth_date="1989-05-06", retire_class="女管理")
    assert answer.status_code == 303
    db.session.expire_all()
    assert (str(worker.archive_birth_date), worker.retire_class) == ("1989-05-06", "女管理")
    assert ("张晓梅", Kind.ARCHIVE_BIRTH) in found()
