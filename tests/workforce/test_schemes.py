"""The editor of schemes: plain words, one value changed is a new version, four eyes, who changes (WF-46, WF-62, D9)."""

import json
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import RuleScheme
from shuangluan.workforce import services
from shuangluan.workforce.queries import versions
from shuangluan.workforce.rules.parameters import changed, check_document, differences, leaves
from shuangluan.workforce.services.schemes import fingerprint
from tests.workforce.people import a_worker, day, do
from tests.workforce.shipped import document, hb60

DOCUMENTS = (
    "hb60", "sd18", "nx24", "xa12", "pay_hb60_placeholder", "pay_sd18_placeholder", "pay_xa12_placeholder",
    "insurance_placeholder", "appraisal_default", "retirement",
)  # fmt: skip
NUMBER = "双人社〔2026〕20号"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_wf_62_every_value_of_a_shipped_document_has_its_words_and_stays_what_it_is(name):
    payload = document(name)
    found = leaves(payload)
    assert not [leaf.label for leaf in found if any(c.isascii() and c.isalpha() for c in leaf.label)]
    assert changed(payload, {leaf.path: leaf.text for leaf in found}) == payload


def test_wf_46_one_changed_value_is_one_difference_in_words():
    fresh = changed(hb60(), {"advance.min_months": "7", "post_change.up": "KEEP", "advance.sanction_blocks": "否"})
    assert [(one.label, one.before, one.after) for one in differences(hb60(), fresh)] == [
        ("晋级 · 当年至少工作几个月", "6", "7"), ("晋级 · 处分影响期内不晋级", "是", "否"),
        ("岗位变动 · 晋岗方式", "按新岗重新计算", "不变"),
    ]  # fmt: skip
    check_document("workforce.grade", fresh)


@pytest.mark.parametrize(
    ("name", "path", "text", "why"),
    [
        ("hb60", "advance.min_months", "六", "填整数"), ("hb60", "post_change.up", "UP", "没有这个选项"),
        ("hb60", "advance.sanction_blocks", "也许", "“是”或“否”"), ("hb60", "advance.nothing", "1", "没有这个参数"),
        ("pay_hb60_placeholder", "amounts.7", "两千", "不是数字"),
    ],
)  # fmt: skip
def test_wf_62_a_value_keeps_its_kind(name, path, text, why):
    with pytest.raises(RuleBroken, match=why):
        changed(document(name), {path: text})


def test_wf_46_what_the_engines_could_not_work_with_is_refused():
    with pytest.raises(RuleBroken, match=r"起点|范围"):
        check_document("workforce.grade", hb60(posts__正职__min=70))
    with pytest.raises(RuleBroken, match="权重"):
        check_document("workforce.appraisal", changed(document("appraisal_default"), {"components.1.weight": "40"}))
    short = document("pay_hb60_placeholder")
    del short["amounts"]["60"]
    with pytest.raises(RuleBroken, match="60 级"):
        check_document("workforce.pay", short, hb60())
    with pytest.raises(RuleBroken, match=r"0\.08"):
        check_document("workforce.insurance", changed(document("insurance_placeholder"), {"kinds.0.person": "8"}))


def in_force(code="workforce.grade") -> RuleScheme:
    return effective.scheme_on(code, day("2026-11-20"))


def a_draft(code="workforce.grade", values=None, *, start="2027-01-01", number=NUMBER) -> RuleScheme:
    draft = do(services.copy_version, in_force(code), today=day("2026-11-20"), by="scheme_admin")
    do(services.edit_draft, draft, values or {}, effective_from=day(start), document_no=number,
       seen=fingerprint(draft), by="scheme_admin")  # fmt: skip
    return draft


def publish(draft, by="district_approver"):
    do(services.publish_version, draft, today=day("2026-11-20"), by=by)


def test_wf_46_a_change_of_one_value_is_a_new_version_and_the_used_one_stays(app):
    used = in_force()
    draft = a_draft(values={"advance.min_months": "7"})
    assert draft.payload["version"] == used.payload["version"] + 1
    assert used.payload == hb60()
    with pytest.raises(RuleBroken, match="复制成新的草稿"):
        do(services.edit_draft, used, {}, effective_from=day("2027-01-01"), document_no="x",
           seen=fingerprint(used), by="scheme_admin")  # fmt: skip
    publish(draft)
    assert effective.scheme_on("workforce.grade", day("2026-12-31")).id == used.id
    assert effective.scheme_on("workforce.grade", day("2027-01-01")).id == draft.id


def test_d9_the_drafter_does_not_publish_and_a_document_number_and_a_free_day_are_needed(app):
    draft = a_draft()
    with pytest.raises(RuleBroken, match="另一位同事"):
        publish(draft, by="scheme_admin")
    with pytest.raises(RuleBroken, match="文号"):
        publish(a_draft(number=""))
    with pytest.raises(RuleBroken, match="今天以后"):
        publish(a_draft(start="2026-11-20"))
    publish(draft)
    with pytest.raises(RuleBroken, match="已经有一版"):
        publish(a_draft())


def test_d17_a_draft_changed_meanwhile_or_of_somebody_else_is_not_overwritten(app):
    draft = a_draft()
    with pytest.raises(RuleBroken, match="刚被改过"):
        do(services.edit_draft, draft, {}, effective_from=day("2027-01-01"), document_no="x", seen="old",
           by="scheme_admin")  # fmt: skip
    with pytest.raises(RuleBroken, match="别人起草"):
        do(services.edit_draft, draft, {}, effective_from=day("2027-01-01"), document_no="x",
           seen=fingerprint(draft), by="district_org")  # fmt: skip


def test_wf_46_a_version_is_withdrawn_before_its_day_only(app):
    used = in_force()
    with pytest.raises(RuleBroken, match="已经生效"):
        do(services.withdraw_version, used, today=day("2026-11-20"), by="district_approver")
    draft = a_draft()
    publish(draft)
    do(services.withdraw_version, draft, today=day("2026-11-20"), by="district_approver")
    assert effective.scheme_on("workforce.grade", day("2027-01-01")).id == used.id


def test_wf_46_before_it_counts_everybody_whose_grade_or_pay_would_change_is_listed(app):
    worker = a_worker()
    draft = a_draft("workforce.pay", {"perf_monthly": "1500.00"})
    found, note = versions.who_changes(draft)
    assert note == ""
    assert [(one.worker_id, one.change.difference) for one in found] == [(worker.id, 70)]
    assert versions.who_changes(a_draft("workforce.pay"))[0] == []


def test_wf_200_the_editor_from_the_list_to_the_publication_by_two_accounts(site):
    a_worker()
    site.sign_in("scheme_admin")
    page = site.get("/workforce/schemes")
    assert "三岗六十级 第 1 版" in page.text
    row = in_force("workforce.insurance")
    answer = site.submit(site.get(f"/workforce/schemes/{row.id}"), "form[action$='/copy']")
    form = site.get(answer.location)
    wrong = site.submit(form, "form.form", **{"p:kinds.0.person": "8", "document_no": NUMBER})
    assert wrong.status_code == 422
    assert wrong.soup.select_one("input[name='p:kinds.0.person']")["value"] == "8", "what was typed stays"
    saved = site.submit(form, "form.form", **{"p:kinds.0.person": "0.09", "document_no": NUMBER})
    detail = site.get(saved.location)
    differing = detail.words("section[aria-labelledby=diff-h] tbody tr")
    assert differing == ["类别 · 养老保险 · 个人 0.08 0.09"]
    assert "没有人的等级和薪酬会变" in detail.text, "the employer's side alone moves cost"
    assert site.post(f"{saved.location}/publication").status_code == 403
    site.sign_in("district_approver")
    site.submit(site.get(saved.location), "form[action$='/publication']")
    drafts = db.session.scalars(select(RuleScheme).where(RuleScheme.code == "workforce.insurance")).all()
    assert [one.published_at is not None for one in drafts] == [True, True]
    body = json.loads(site.get(f"{saved.location}/document").data)
    assert body["kinds"][0]["person"] == "0.09"
    site.sign_in("finance_viewer")
    assert site.get("/workforce/schemes").status_code == 403


def test_wf_200_who_changes_leaves_as_a_workbook_that_says_it_is_not_in_force(site):
    a_worker()
    draft = do(services.copy_version, in_force("workforce.pay"), today=day("2026-11-20"), by="scheme_admin")
    fresh = {leaf.path: leaf.text for leaf in leaves(draft.payload)} | {"amounts.12": "9999.00"}
    do(
        services.edit_draft, draft, fresh, effective_from=day("2027-01-01"), document_no=NUMBER,
        seen=fingerprint(draft), by="scheme_admin",
    )  # fmt: skip
    site.sign_in("district_approver")
    link = site.get(f"/workforce/schemes/{draft.id}").soup.select_one("a[href$='/changes']")["href"]
    assert site.get(f"{link}?q=无此人").words("#rows tbody tr") == []
    page = site.get(f"{link}?view=more")
    assert len(page.words("#rows tbody tr")) == 1
    book = openpyxl.load_workbook(BytesIO(site.submit(page, "#export").data)).active
    cells = [[cell.value for cell in row] for row in book.iter_rows()]
    assert any("还没有生效" in str(row[0]) for row in cells)
    assert any(row[:4] == ["张晓梅", "万和城社区", "工作人员 12 级", "工作人员 12 级"] for row in cells)
