"""The survey from the sheet of codes to the result; nothing joins an answer to its code (WF-96, WF-116, D22)."""

import re
from datetime import date
from typing import Any

import pytest
import segno
from sqlalchemy import inspect, select

from shuangluan.extensions import db
from shuangluan.kernel import clock, tokens
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AccessToken, AuditEntry, SignInAttempt
from shuangluan.kernel.qr import qr_code
from shuangluan.workforce import services
from shuangluan.workforce.models import Survey, SurveyAnswer
from shuangluan.workforce.queries import surveys
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.survey import Rater
from tests import build
from tests.workforce.people import a_worker, do

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def a_survey() -> Survey:
    return do(services.open_survey, build.A, opens_on=FIRST, closes_on=LAST, by="street_staff")


def codes(record: Survey, count: int = 1, *, rater: Rater = Rater.RESIDENT, grid_id: int | None = None) -> list[str]:
    _, made = do(
        services.issue_codes, record, rater=rater, grid_id=grid_id, count=count, on=clock.today(), by="street_staff"
    )
    return made


def answered(code: str, option: str = "满意") -> None:
    build.saved(lambda: services.answer_survey(code, option, today=clock.today(), at=clock.now()))


def all_answered(record: Survey, count: int, option: str = "满意", **more: Any) -> None:
    for code in codes(record, count, **more):
        answered(code, option)


def closed(record: Survey) -> None:
    do(services.close_survey, record, by="street_staff")


def test_d22_a_code_has_128_bits_is_stored_hashed_and_read_in_any_case_and_grouping(app):
    [code] = codes(a_survey())
    assert len(code) == 26
    row = db.session.scalars(select(AccessToken)).one()
    assert row.digest == tokens.digest_of(code)
    assert code not in str(vars(row))
    typed = tokens.grouped(code).upper().replace("0", "O").replace("1", "l")
    assert tokens.live(surveys.PURPOSE, typed) is not None
    assert tokens.live("another", code) is None


def test_wf_96_a_code_is_used_once(app):
    [code] = codes(a_survey())
    answered(code)
    with pytest.raises(RuleBroken, match="用过了"):
        answered(code, "不满意")
    assert list(db.session.scalars(select(SurveyAnswer.option))) == ["满意"]


def test_wf_116_nothing_leads_from_a_code_to_its_answer(app):
    record = a_survey()
    given = codes(record, 12)
    for code in given:
        answered(code)
    assert {column.key for column in inspect(SurveyAnswer).columns} == {"id", "survey_id", "grid_id", "rater", "option"}
    ids = list(db.session.scalars(select(SurveyAnswer.id)))
    assert max(ids) > 1000, "drawn at random, not counted up"
    assert {column.key for column in inspect(AccessToken).columns} & {"used_at", "spent_at", "answer_id"} == set()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.SURVEY_ANSWERED)).all()
    assert {(one.actor_id, one.address, str(one.changes), one.record_id) for one in entries} == {
        (None, "", "{}", record.id)
    }
    assert db.session.scalars(select(SignInAttempt)).all() == []


def test_revoked_codes_open_nothing_and_answers_already_given_stay(app):
    record = a_survey()
    sheet, (first, second) = do(
        services.issue_codes, record, rater=Rater.RESIDENT, grid_id=None, count=2, on=clock.today(), by="street_staff"
    )
    answered(first)
    assert do(services.revoke_codes, sheet, by="street_staff") == 1
    with pytest.raises(RuleBroken, match="没有这个代码"):
        answered(second)
    assert len(db.session.scalars(select(SurveyAnswer)).all()) == 1
    with pytest.raises(RuleBroken, match="已经作废"):
        do(services.revoke_codes, sheet, by="street_staff")


def test_one_round_at_a_time_and_its_days_can_be_extended(app):
    record = a_survey()
    with pytest.raises(RuleBroken, match="没有关闭"):
        a_survey()
    do(services.extend_survey, record, closes_on=date(2026, 12, 15), by="street_staff")
    with pytest.raises(RuleBroken, match="同一年"):
        do(services.extend_survey, record, closes_on=date(2027, 1, 1), by="street_staff")
    closed(record)
    assert a_survey().round == 2
    with pytest.raises(RuleBroken, match="已经关闭"):
        codes(record)


def test_wf_96_it_is_not_closed_while_too_few_of_those_who_answered_are_residents(app):
    record = a_survey()
    all_answered(record, 2)
    all_answered(record, 1, rater=Rater.DELEGATE)
    with pytest.raises(RuleBroken, match=r"普通居民只占 66\.67%"):
        closed(record)
    all_answered(record, 1)
    closed(record)


def test_wf_116_results_come_with_the_close_and_hide_small_groups(app):
    record = a_survey()
    all_answered(record, 14)
    all_answered(record, 4, "不满意", rater=Rater.DELEGATE)
    all_answered(record, 1, "不满意", rater=Rater.UNIT)
    assert surveys.results(record) is None
    closed(record)
    found = surveys.results(record)
    assert (found.valid, found.counts["满意"], found.raw) == (19, 14, "70.53")
    [(_, by_rater, is_hidden), (_, by_grid, _)] = found.groups
    assert [(group.name, raw) for group, raw in by_rater] == [("普通居民", "85.00")]
    assert is_hidden
    assert [group.name for group, _ in by_grid] == ["不分网格"]


def test_wf_116_fewer_than_five_answers_are_no_result(app):
    record = a_survey()
    all_answered(record, 4)
    closed(record)
    assert surveys.results(record) is None


def test_wf_200_from_the_sheet_to_the_answer_on_a_phone(site):
    a_worker()
    site.sign_in("street_staff")
    opened = site.submit(
        site.get("/workforce/surveys"), "#start", community=build.A, opens_on="2026-11-01",
        closes_on="2026-11-30",
    )  # fmt: skip
    detail = site.get(opened.location)
    printed = site.submit(detail, "form[action$=codes]", count="3")
    sheet = printed.words("td b")
    assert printed.status_code == 200
    assert len(sheet) == 3
    assert re.fullmatch(r"(?:[0-9a-z]{4}-){6}[0-9a-z]{2}", sheet[0])
    assert "http://localhost/s" in printed.text
    again = site.submit(detail, "form[action$=codes]", count="3")
    assert again.status_code == 303, "a second click makes no second sheet"
    site.sign_out()
    question = site.submit(site.get("/s"), "form", code=sheet[0].upper())
    assert question.words(".pick") == ["很满意", "满意", "基本满意", "不满意", "很不满意", "不了解"]
    assert site.submit(question, "form").status_code == 422, "no option chosen"
    thanks = site.submit(question, "form", option="很满意")
    assert (thanks.status_code, thanks.location) == (303, "/s/thanks")
    assert site.get("/s/thanks").status_code == 200
    used = site.submit(site.get("/s"), "form", code=sheet[0])
    assert used.status_code == 422
    assert "用过了" in used.text


def test_wf_96_a_guesser_is_slowed_down_as_at_the_sign_in(site):
    for _ in range(tokens.MOST_MISSES):
        answer = site.post("/s", {"code": "0000"})
        assert (answer.status_code, answer.words("#code-error")) == (422, ["没有这个代码，请核对后再填"])
    assert site.post("/s", {"code": "0000"}).status_code == 429
    assert site.post("/s/answer", {"code": "0000", "option": "满意"}).status_code == 429


def test_who_runs_the_survey_and_who_only_reads(site):
    record = a_survey()
    address = f"/workforce/surveys/{record.id}"
    site.sign_in("community_admin")
    assert site.get(address).status_code == 200
    assert not site.get(address).soup.select("form[action$=codes]")
    assert site.post(f"{address}/closure").status_code == 403
    for outside in ("community_admin_2", "street_staff_2"):
        site.sign_in(outside)
        assert site.get(address).status_code == 404
    site.sign_in("street_staff")
    all_answered(record, 6)
    asked = site.get(f"{address}/closure")
    assert site.submit(asked, "main form[action$=closure]").status_code == 303
    assert "85.00" in site.get(address).text
    site.sign_in("finance_viewer")
    assert site.get(address).status_code == 403


def test_wf_200_each_slip_has_a_picture_of_its_code_that_reaches_no_log(site):
    record = a_survey()
    site.sign_in("street_staff")
    page = site.submit(site.get(f"/workforce/surveys/{record.id}"), "form[action$='/codes']", count="2")
    assert len(page.soup.select("td svg[role=img]")) == len(page.soup.select("td b")) == 2
    assert len({one["d"] for one in page.soup.select("td svg path:last-child")}) == 2
    assert "code.js" in site.get("/s").text


def test_d14_a_qr_code_is_one_path_that_draws_every_dark_module():
    drawn = qr_code("https://example.invalid/s#abcd")
    rows = segno.make("https://example.invalid/s#abcd", error="m", micro=False, boost_error=False).matrix
    dark = {(x, y) for y, row in enumerate(rows) for x, one in enumerate(row) if one}
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path)
    assert {(int(x) + n - 4, int(y) - 4) for x, y, width in runs for n in range(int(width))} == dark
    assert drawn.size == len(rows) + 8
