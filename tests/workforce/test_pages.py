"""The pages of workers and batches: roster, file, statement, review by one key; who is let in (WF-2, WF-3, WF-115)."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, figures, ports
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import Certificate, Education, MeritKind
from shuangluan.workforce.queries import hits, todo
from shuangluan.workforce.queries.figures import figures as declared
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.leaving import ExitKind
from shuangluan.workforce.rules.states import ItemState, VerifyState
from tests import build
from tests.workforce.people import a_batch, a_worker, day, do, items, passed, published, rate, verify

ROSTER = "/workforce/workers"


def names(answer: Any) -> list[str]:
    return answer.words("#rows tbody th")


def the_workers() -> list[Any]:
    return [
        a_worker("张晓梅", ratings=("合格",) * 6),
        a_worker("李海燕", position="副主任", level="大专", start="2021-06-01", ratings=("合格",) * 5),
        a_worker("王志强", community=build.B, level="中专及以下"),
    ]


def test_wf_200_the_roster_shows_who_stands_where(site):
    the_workers()
    site.sign_in("district_reviewer")
    page = site.get(ROSTER)
    assert names(page) == ["王志强", "李海燕", "张晓梅"], "by community, then by pinyin"
    row = page.words("#rows tbody tr")[2]
    assert row == "SQ00001 张晓梅 万和城社区 专职工作者 工作人员 12 级 本科 — 在岗 2020-03-01 —"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=zxm", ["张晓梅"]), ("education=大专", ["李海燕"]), ("post=副职", ["李海燕"]),
        ("entry_from=2021-01-01", ["李海燕"]),
        ("view=left", []), ("state=active&education=本科", ["张晓梅"]), ("certificate=初级", []),
        ("view=all&sort=name&desc=1", ["张晓梅", "王志强", "李海燕"]), (f"area={build.B}", ["王志强"]),
    ],
)  # fmt: skip
def test_wf_200_its_filters_and_orders(site, query, found):
    the_workers()
    site.sign_in("district_org")
    assert names(site.get(f"{ROSTER}?{query}")) == found


@pytest.mark.parametrize("query", ["sort=grade", "view=best", "education=小学", "figure=worker.best", "as_of=x"])
def test_wf_102_there_is_no_order_by_grade_and_no_parameter_outside_its_list(site, query):
    worker = a_worker()
    site.sign_in("district_org")
    address = f"{ROSTER}/{worker.id}" if query.startswith("as_of") else ROSTER
    assert site.get(f"{address}?{query}").status_code == 400


def test_wf_3_each_sees_his_own_area_and_a_record_outside_does_not_exist(site):
    here, _, there = the_workers()
    for username, seen in (("community_admin", 2), ("street_staff", 2), ("street_staff_2", 1), ("auditor", 3)):
        site.sign_in(username)
        assert len(names(site.get(ROSTER))) == seen, username
    site.sign_in("street_staff_2")
    for path in ("", "/statement", "/identity"):
        assert site.get(f"{ROSTER}/{here.id}{path}").status_code == 404
    assert site.get(f"{ROSTER}/{there.id}").status_code == 200
    site.sign_in("finance_viewer")
    assert site.get(ROSTER).status_code == 403


def test_the_roster_costs_the_same_for_one_and_for_many(site, counting):
    a_worker("张晓梅")
    site.sign_in("district_org")
    site.get(ROSTER)
    with counting() as one:
        site.get(ROSTER)
    for n in range(5):
        a_worker(f"李海{'一二三四五'[n]}")
    with counting() as many:
        site.get(ROSTER)
    assert len(many) == len(one) <= 7


def test_wf_115_the_workbook_is_masked_and_recorded(site):
    the_workers()
    site.sign_in("district_reviewer")
    answer = site.post(f"{ROSTER}/export?education=本科&col=name&col=phone&col=grade")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["张晓梅", "12 级", "138****2222"] in cells
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.EXPORTED)).one()
    assert (entry.changes["rows"], entry.changes["conditions"]) == (1, ["学历：本科"])


def test_wf_220_every_figure_opens_a_list_of_exactly_that_many(site):
    workers = the_workers()
    do(services.leave_worker, workers[2], services.Departure(ExitKind.CIVIL_SERVANT, day("2026-06-30"), "号"))
    certificate = do(
        services.add_certificate, workers[0], level="初级", cert_no="2023001", approved_on=day("2023-10-20")
    )
    build.saved(lambda: verify(certificate, workers[0]))
    site.sign_in("district_org")
    viewer, now = build.viewer("district_org"), clock.now()
    found = figures.values(declared(viewer, None, figures.period_of("", clock.today()), now))
    counts = {value.figure.key: (value.count, value.of) for value in found}
    assert counts == {
        "worker.total": (2, None), "worker.college": (2, 2), "worker.certified": (1, 2),
        "worker.certified_valid": (0, 2), "worker.delegates": (0, None), "worker.civil_servants": (1, None),
        "worker.institution_staff": (0, None), "worker.gap": (2, 2), "worker.delegate_seats": (0, None),
        "worker.delegates_unseated": (0, None), "worker.per_community": (2, 28),
    }  # fmt: skip
    assert next(value.share for value in found if value.figure.key == "worker.per_community") == "0.07"
    for value in found:
        assert len(names(site.get(value.figure.address))) == value.count, value.figure.key
        if value.of is not None:
            assert len(names(site.get(value.figure.of_address))) == value.of
    assert all(one.task in ports.TASKS for one in declared(viewer, build.B, figures.period_of("", clock.today()), now))


def test_wf_200_the_file_says_why_what_next_and_shows_other_days(site):
    worker = the_workers()[0]
    site.sign_in("street_staff")
    page = site.get(f"{ROSTER}/{worker.id}")
    assert "下一级：2026 年度考核合格及以上，2027-01-01 起 13 级" in page.text
    assert "（示例金额）" in page.text
    marks = [cell["title"] for cell in page.soup.select(".ladder .cur, .ladder .next")]
    assert marks == ["工作人员 12 级", "工作人员 13 级"]
    assert "138****2222" in page.text
    assert "13811112222" not in page.text
    assert "2024 年度考核合格，+1 级：11 → 12 级" in page.text
    then = site.get(f"{ROSTER}/{worker.id}?as_of=2021-06-30")
    assert "下一级：2021 年度考核合格及以上，2022-01-01 起 9 级" in then.text
    assert "2024 年度考核合格" not in then.text


def test_wf_115_identity_data_in_clear_needs_a_reason_and_leaves_a_trace(site):
    worker = a_worker()
    site.sign_in("street_staff")
    address = f"{ROSTER}/{worker.id}/identity"
    assert site.post(address, {"reason": " "}).status_code == 422
    answer = site.submit(site.get(address), "form.asking", reason="核对工资卡")
    assert "13811112222" in answer.text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.REVEALED)).one()
    assert (entry.record_id, entry.changes) == (worker.id, {"reason": "核对工资卡"})
    site.sign_in("auditor")
    assert site.get(address).status_code == 403


def test_wf_43_a_paper_is_verified_where_it_stands(site):
    worker = a_worker()
    record = db.session.scalars(select(Education)).one()
    site.sign_in("street_staff")
    link = site.get(f"{ROSTER}/{worker.id}").soup.select_one("a[href*='/education/'][href$='/verification']")
    answer = site.submit(site.get(link["href"]), "form.asking", state="doubtful", way="学信网查不到")
    assert answer.status_code == 303
    db.session.refresh(record)
    assert (record.verify_state, record.verify_way) == (VerifyState.DOUBTFUL, "学信网查不到")
    refused = site.submit(site.get(link["href"]), "form.asking", state="verified", way="")
    assert refused.status_code == 422
    assert "写明核验的方式" in refused.text
    stale = site.post(link["href"], {"state": "verified", "way": "原件", "row_version": "1"})
    assert stale.status_code == 409
    site.sign_in("street_staff_2")
    assert site.get(link["href"]).status_code == 404


def test_wf_43_certificates_and_segments_have_the_same_page(site):
    worker = a_worker()
    record = do(services.add_certificate, worker, level="中级", cert_no="2024001", approved_on=day("2024-11-05"))
    site.sign_in("district_reviewer")
    page = site.get(f"{ROSTER}/{worker.id}")
    for kind in ("certificates", "segments"):
        link = page.soup.select_one(f"a[href*='/{kind}/'][href$='/verification']")["href"]
        state = "verified" if kind == "certificates" else "doubtful"
        assert site.submit(site.get(link), "form.asking", state=state, way="查验原件").status_code == 303
    assert db.session.get(Certificate, record.id).verify_state is VerifyState.VERIFIED


def test_wf_200_the_statement_prints_every_line_and_no_identity(site):
    worker = the_workers()[0]
    site.sign_in("street_staff")
    page = site.get(f"{ROSTER}/{worker.id}/statement")
    assert page.words("h1") == ["等级说明书"]
    assert len(page.soup.select("article table")[1].select("tbody tr")) == 6
    assert "起点：工作人员、本科，7 级" in page.text
    assert "138" not in page.text


def test_wf_2_a_worker_reads_her_own_file_only(site):
    own = a_worker(person=build.person("worker"), ratings=("合格",) * 6)
    other = a_worker("李海燕")
    site.sign_in("worker")
    page = site.get("/workforce/me")
    assert "下一级：2026 年度考核合格及以上" in page.text
    assert page.soup.select_one("meta[name=viewport]") is not None
    missing = page.soup.select_one("section[aria-labelledby=missing-h]").text
    assert "没有登记身份证号；由社区或街道登记" in missing
    assert site.get("/workforce/me/statement").words("h1") == ["等级说明书"]
    for worker in (own, other):
        assert site.get(f"{ROSTER}/{worker.id}").status_code == 403


def test_wf_2_somebody_without_a_record_is_told_whom_to_ask(site):
    site.sign_in("worker")
    assert "请社区或街道登记" in site.get("/workforce/me").text
    assert site.get("/workforce/me/statement").status_code == 404


def batch_page(site: Any, batch: Any, query: str = "", **more: Any) -> Any:
    return site.get(f"/workforce/batches/{batch.id}{query}", **more)


def test_wf_45_a_batch_is_opened_computed_and_sent_on_from_its_page(site):
    the_workers()
    site.sign_in("district_reviewer")
    answer = site.submit(site.get("/workforce/batches"), "form.form", effective_on="2026-01-01")
    assert answer.status_code == 303
    page = site.get(answer.location)
    assert page.words(".tabs a")[:3] == ["全部 3", "拟晋级 2", "不晋级 0"]
    answer = site.submit(page, "form[action$='/review']")
    assert answer.status_code == 303
    refused = site.submit(site.get(answer.location), "form[action$='/check']")
    assert refused.status_code == 422
    assert "还有 3 人没有初审" in refused.text


@pytest.mark.parametrize("htmx", [False, True])
def test_wf_200_the_street_passes_with_one_click_and_doubts_with_a_reason(site, htmx):
    the_workers()
    batch = a_batch()
    do(services.start_review, batch)
    site.sign_in("street_staff")
    page = batch_page(site, batch)
    assert page.words("#review tbody th")[:2] == ["李海燕 万和城 · 副职", "张晓梅 万和城 · 工作人员"]
    proofs = page.soup.select_one("section[aria-labelledby=proof-h]").text
    assert "2025 年度考核：合格" in proofs
    assert "2012-07-01 认定" in proofs
    answer = site.submit(page, "#item-1 form", htmx=htmx)
    assert answer.status_code == (200 if htmx else 303)
    if htmx:
        assert answer.words("#item-1 .st") == ["初审通过"]
        assert not answer.is_page
    link = page.soup.select_one("#item-2 a[href*='/doubt']")["href"]
    assert site.submit(site.get(link), "form.asking", note="").status_code == 422
    assert site.submit(site.get(link), "form.asking", note="缺合同").status_code == 303
    assert [item.state for item in items(batch)] == [ItemState.PASSED, ItemState.DOUBTFUL, ItemState.WAITING]
    assert site.post("/workforce/items/3/review").status_code == 404, "another street's"
    assert site.post("/workforce/items/1/check").status_code == 403


def test_wf_168_the_second_of_two_reviewers_gets_a_409(site):
    the_workers()
    batch = a_batch()
    do(services.start_review, batch)
    site.sign_in("street_staff")
    page = batch_page(site, batch)
    do(services.review_item, items(batch)[0], batch, passed=False, note="缺合同", by="street_staff")
    assert site.submit(page, "#item-1 form").status_code == 409


def test_wf_167_the_button_for_his_wife_is_disabled_with_the_words_of_the_refusal(site):
    wife = a_worker(ratings=("合格",) * 6)
    do(services.declare_relative, wife, build.person("street_staff"), "配偶")
    batch = a_batch()
    do(services.start_review, batch)
    site.sign_in("street_staff")
    button = batch_page(site, batch).soup.select_one("#item-1 button")
    assert button.has_attr("disabled")
    item = items(batch)[0]
    answer = site.post(f"/workforce/items/{item.id}/review", {"row_version": str(item.row_version)})
    assert answer.status_code == 422
    assert button["title"] in answer.text


def test_wf_165_changed_facts_are_flagged_and_recomputed_beside_the_row(site):
    worker = a_worker(ratings=("合格",) * 5)
    batch = a_batch()
    do(services.start_review, batch)
    rate(worker, 2025, "合格")
    site.sign_in("district_reviewer")
    page = batch_page(site, batch)
    assert page.words("#item-1 .st") == ["数据已变更"]
    answer = site.submit(page, "#item-1 form", htmx=True)
    assert answer.words("#item-1 .st") == ["待审"]
    assert answer.words("#item-1 .num")[0] == "12 → 13"


def test_wf_45_the_approver_is_told_why_not_yet_and_then_approves(site):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    published(batch)
    site.sign_in("district_approver")
    page = batch_page(site, batch)
    assert "公示到 2026-11-27 24:00 为止，期满后才能批准" in page.text
    assert page.soup.select_one("a[href$='/approval']") is None
    with clock.frozen(clock.from_wall(clock.wall(clock.now()).replace(day=28))):
        site.sign_in("district_approver")
        link = batch_page(site, batch).soup.select_one("a[href$='/approval']")["href"]
        assert site.submit(site.get(link), "form.asking", approval_no="").status_code == 422
        answer = site.submit(site.get(link), "form.asking", approval_no="双人社〔2026〕8号")
        assert answer.status_code == 303
        assert "已生效" in site.get(answer.location).text


def test_wf_45_the_notice_shows_the_frozen_list_and_nothing_more(site):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()
    site.sign_in("street_staff")
    assert batch_page(site, batch, "/notice").status_code == 404
    published(batch)
    page = batch_page(site, batch, "/notice")
    assert page.words("article tbody td")[:3] == ["张晓梅", "万和城社区", "工作人员"]
    assert "138" not in page.text


def test_wf_45_removed_returned_and_revoked_with_their_reasons(site):
    the_workers()
    batch = a_batch()
    passed_in_both(batch)
    site.sign_in("district_reviewer")
    item = items(batch)[0]
    assert site.submit(site.get(f"/workforce/items/{item.id}/removal"), "form.asking", note="核实中").status_code == 303
    other = items(batch)[1]
    asked = site.get(f"/workforce/items/{other.id}/question")
    assert site.submit(asked, "form.asking", note="学历待查").status_code == 303
    back = site.get(f"/workforce/batches/{batch.id}/return")
    assert site.submit(back, "form.asking", note="再审").status_code == 303
    site.sign_in("district_approver")
    revoke = site.get(f"/workforce/batches/{batch.id}/revocation")
    assert site.submit(revoke, "form.asking", note="文件撤回").status_code == 303
    assert "已撤销" in batch_page(site, batch).text


def passed_in_both(batch: Any) -> None:
    """Passed by the streets and taken up by the district."""
    passed(batch)
    do(services.start_check, batch)


def test_wf_201_what_waits_is_on_the_workbench_of_whose_turn_it_is(app):
    a_worker(ratings=("合格",) * 6)
    batch = a_batch()

    def waiting(username: str) -> list[tuple[str, int]]:
        rows = todo.todo(build.viewer(username), clock.now())
        return [] if rows is None else [(row.step, row.record_id) for row in db.session.execute(rows)]

    assert waiting("street_staff") == []
    do(services.start_review, batch)
    assert waiting("street_staff") == [("workforce.review", batch.id)]
    assert waiting("street_staff_2") == []
    do(services.review_item, items(batch)[0], batch, passed=True, note="", by="street_staff")
    do(services.start_check, batch)
    assert waiting("district_reviewer") == [("workforce.check", batch.id)]
    assert waiting("grid_leader") == []


def test_wf_201_a_contract_that_ends_soon_reminds_those_who_renew_it(app):
    worker = a_worker()
    do(
        services.add_contract, worker, signer="某街道办", signed_from=day("2024-01-01"), signed_until=day("2026-12-31"),
        probation_until=None,
    )  # fmt: skip
    rows = db.session.execute(todo.todo(build.viewer("community_admin"), clock.now())).all()
    assert [(row.step, row.title) for row in rows] == [
        ("workforce.gap", "张晓梅"), ("workforce.contract", "张晓梅"),
    ]
    do(
        services.add_contract, worker, signer="某街道办", signed_from=day("2027-01-01"), signed_until=None,
        probation_until=None,
    )  # fmt: skip
    left = db.session.execute(todo.todo(build.viewer("community_admin"), clock.now())).all()
    assert [row.step for row in left] == ["workforce.gap"], "no identity number"


def test_a_worker_is_found_by_name_initials_and_number_within_the_scope(app):
    the_workers()
    for words in ("张晓", "zxm", "SQ00001"):
        found = hits.hits(build.viewer("community_admin"), words, 5)
        assert [hit.title for hit in found] == ["张晓梅"], words
    assert hits.hits(build.viewer("community_admin"), "王志强", 5) == []
    assert hits.hits(build.viewer("worker"), "张晓", 5) == []


def test_wf_200_a_cell_of_the_map_opens_its_list(site):
    the_workers()
    batch = a_batch()
    site.sign_in("district_reviewer")
    link = batch_page(site, batch).soup.select_one(".ladder a.cell")["href"]
    page = batch_page(site, batch, link[link.index("?") :])
    assert page.words("#review tbody th")[:1] == ["李海燕 万和城 · 副职"]
    chosen = site.get(page.soup.select_one("#review tbody th a")["href"])
    assert len(chosen.soup.select("#review tbody tr[id]")) == 1, "the list stays the cell's"
    assert batch_page(site, batch, "?cell=x").status_code == 400
    assert batch_page(site, batch, "?view=best").status_code == 400


def test_wf_200_a_reviewer_finds_a_name_and_sees_those_alone_who_wait_for_her(site):
    the_workers()
    batch = a_batch()
    do(services.start_review, batch)
    site.sign_in("street_staff")
    assert batch_page(site, batch).words("nav.tabs a")[:2] == ["全部 2", "待我办 2"]
    found = batch_page(site, batch, "?q=zxm")
    assert found.words("#review tbody th") == ["张晓梅 万和城 · 工作人员"]
    assert site.submit(found, "#review tbody form").location.endswith("&q=zxm"), "the list stays the one looked at"
    assert "没有找到“无名”" in batch_page(site, batch, "?q=无名").text
    mine = batch_page(site, batch, "?view=mine")
    assert mine.words("#review tbody th") == ["李海燕 万和城 · 副职"]
    site.submit(mine, "#review tbody form")
    assert "都办完了" in batch_page(site, batch, "?view=mine").text
    site.sign_in("auditor")
    assert "待我办" not in batch_page(site, batch).text


def test_wf_2_after_one_key_the_next_that_waits_is_looked_at(site):
    the_workers()
    batch = a_batch()
    do(services.start_review, batch)
    site.sign_in("street_staff")
    answer = site.submit(batch_page(site, batch), "#item-2 form", htmx=True)
    assert answer.words("#review [autofocus]") == ["张晓梅"]


def test_wf_201_a_long_list_has_pages_and_goes_on_over_their_edge(site, monkeypatch):
    monkeypatch.setattr("shuangluan.workforce.queries.review.SIZE", 1)
    the_workers()
    batch = a_batch()
    do(services.start_review, batch)
    site.sign_in("street_staff")
    page = batch_page(site, batch)
    assert (page.words("#review tbody th"), page.words(".pager b")) == (["李海燕 万和城 · 副职"], ["1"])
    answer = site.submit(page, "#item-2 form", htmx=True)
    assert answer.words("#review [autofocus]") == ["张晓梅"]
    assert batch_page(site, batch, "?page=1").words("#review tbody .st") == ["初审通过"]
    assert batch_page(site, batch, "?page=9").status_code == 200
    assert batch_page(site, batch, "?page=x").status_code == 400


def test_wf_45_the_details_go_out_masked_marked_and_recorded(site):
    the_workers()
    batch = a_batch()
    site.sign_in("street_staff")
    answer = site.submit(batch_page(site, batch), "form[action$='/export']")
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["金额为示例金额，不得用于发放"] in [row[:1] for row in cells]
    said = next(row for row in cells if "张晓梅" in row)
    assert said[4:10] == ["拟晋级", "工作人员", 12, "工作人员", 13, "36.00"]
    assert not any("王志强" in row for row in cells), "another street's"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.BATCH_EXPORTED)).one()
    assert entry.changes == {"rows": 2}


def test_wf_116_a_sanction_is_read_by_the_district_and_by_herself_and_audited_with_a_reason(site):
    worker = a_worker(person=build.person("worker"))
    do(
        services.add_merit, worker, kind=MeritKind.SANCTION, level="警告", doc_no="双纪〔2025〕1号",
        effective_on=day("2025-03-01"), effective_until=day("2025-08-31"), blocks_step=True,
    )  # fmt: skip
    for username, path, seen in (
        ("district_reviewer", f"{ROSTER}/{worker.id}", True), ("worker", "/workforce/me", True),
        ("street_staff", f"{ROSTER}/{worker.id}", False), ("community_admin", f"{ROSTER}/{worker.id}", False),
    ):  # fmt: skip
        site.sign_in(username)
        assert ("双纪〔2025〕1号" in site.get(path).text) is seen, username
    site.sign_in("auditor")
    assert "双纪〔2025〕1号" not in site.get(f"{ROSTER}/{worker.id}").text
    asking = site.get(f"{ROSTER}/{worker.id}/sanctions")
    assert site.submit(asking, "form.asking", reason=" ").status_code == 422
    assert "双纪〔2025〕1号" in site.submit(asking, "form.asking", reason="核查处分执行").text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.SANCTIONS_REVEALED)).one()
    assert entry.changes == {"reason": "核查处分执行"}
    site.sign_in("street_staff")
    assert site.get(f"{ROSTER}/{worker.id}/sanctions").status_code == 403
