"""The pages of an import as its owner walks through them, and as others may not (E07, B02, B03)."""

import io

import openpyxl
import pytest
import xlsxwriter
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.kernel import jobs
from shuangluan.kernel.models import AuditEntry, SheetImport
from tests.imports.conftest import Carrier, workbook

HEAD = ("来源", "来源单号", "诉求内容", "类别", "社区", "联系电话")
ONE = ("12345转办", "RX001", "路灯不亮", "邻里纠纷", "万和城社区", "13800000012")
BAD = ("12345转办", "RX002", "门关不上", "没有的类别", "万和城社区", "")


def uploaded(site, body: bytes, name: str = "台账.xlsx", register: str = "appeals"):
    """The answer to an upload through the form."""
    page = site.get(f"/imports/new?register={register}")
    return site.submit(page, "#import-form", register=register, file=(io.BytesIO(body), name))


def work() -> None:
    """What the process beside does."""
    while jobs.run_next():
        pass
    db.session.expire_all()


@pytest.mark.parametrize("htmx", [False, True])
def test_from_the_upload_to_the_result_and_back(site, htmx: bool):
    site.sign_in("community_admin")
    answer = uploaded(site, workbook(HEAD, ONE, BAD))
    assert answer.status_code == 303
    here = answer.location
    assert "排队中" in site.get(here).text
    assert site.get(f"{here}/progress", htmx=True).headers.get("HX-Refresh") is None
    work()
    assert site.get(f"{here}/progress", htmx=True).headers["HX-Refresh"] == "true"
    page = site.get(here)
    assert page.words("nav.counts b") == ["2", "1", "0", "1", "0"]
    assert page.words("td.x .err")[0].startswith("类别“没有的类别”不在可选的内容里，请改成：")
    confirmed = site.submit(page, ".bar form", htmx=htmx)
    assert confirmed.status_code == (204 if htmx else 303)
    work()
    assert "写好了" in site.get(here).text
    assert len(db.session.scalars(select(Appeal)).all()) == 1
    assert site.submit(site.get(here), ".bar form").status_code == 303
    work()
    assert "已整批撤回" in site.get(here).text
    assert db.session.scalars(select(Appeal)).all() == []


def test_a_file_that_cannot_be_taken_is_told_beside_the_field(site):
    site.sign_in("community_admin")
    for body, name, reason in ((b"PK", "a.xlsm", "宏"), (b"", "a.csv", "空的"), (b"x", "a.txt", "只收")):
        answer = uploaded(site, body, name)
        assert answer.status_code == 422
        assert reason in answer.words("#file-error")[0]
    nothing = site.submit(site.get("/imports/new"), "#import-form", register="appeals")
    assert nothing.words("#file-error") == ["请选择一个文件"]
    assert db.session.scalars(select(SheetImport)).all() == []


def test_a_file_sent_twice_is_one_import(site):
    site.sign_in("community_admin")
    page = site.get("/imports/new")
    first = site.submit(page, "#import-form", register="appeals", file=(io.BytesIO(workbook(HEAD, ONE)), "a.xlsx"))
    again = site.submit(page, "#import-form", register="appeals", file=(io.BytesIO(workbook(HEAD, ONE)), "a.xlsx"))
    assert again.location == first.location
    assert len(db.session.scalars(select(SheetImport)).all()) == 1


def test_columns_are_matched_on_a_page_of_their_own(site):
    site.sign_in("community_admin")
    here = uploaded(site, workbook((*HEAD, "科室"), (*ONE, "一科"))).location
    work()
    page = site.get(here)
    assert [option["value"] for option in page.soup.select("#column_6 option[selected]")] == [""]
    assert "一科" in page.text
    refused = site.submit(page, "#match-form", column_6="category")
    assert refused.status_code == 422
    assert "有两列都对成了“类别”" in refused.text
    assert site.submit(page, "#match-form").status_code == 303
    work()
    assert site.get(here).words("nav.counts b")[1] == "1"


def test_a_row_is_left_out_and_taken_in_again(site):
    site.sign_in("community_admin")
    here = uploaded(site, workbook(HEAD, ONE)).location
    work()
    page = site.get(here)
    assert site.submit(page, "tbody form", chosen="0").status_code == 303
    page = site.get(here)
    assert "没有要写入的行" in page.text
    site.submit(page, "tbody form", chosen="1")
    assert page.words("tbody .st") == ["不写入"]
    assert site.get(here).words(".bar button.pri") == ["写入 1 行"]


def test_the_refused_rows_come_as_typed_with_the_reasons_and_are_recorded(site):
    site.sign_in("community_admin")
    here = uploaded(site, workbook(HEAD, ONE, BAD)).location
    work()
    answer = site.post(f"{here}/refused-rows", {})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[1] == "来源")
    assert (rows[head][0], rows[head][-1]) == ("原表第几行", "没有导入的原因")
    assert rows[head + 1][:5] == (3, "12345转办", "RX002", "门关不上", "没有的类别")
    assert str(rows[head + 1][-1]).startswith("类别“没有的类别”不在可选的内容里")
    last = select(AuditEntry.action).order_by(AuditEntry.id.desc())
    assert db.session.scalars(last).first() == "kernel.import.refused_rows_taken"
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames[1:] == ["填写说明", "选项"]
    book.active.cell(head + 2, 5).value = "邻里纠纷"
    target = io.BytesIO()
    book.save(target)
    mended = uploaded(site, target.getvalue()).location
    work()  # no column of it is left to decide
    assert site.get(mended).words("nav.counts b") == ["1", "1", "0", "0", "0"]


def test_a_file_of_several_tables_says_which_were_not_read(site):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for name in ("一月", "二月", "填写说明"):
        sheet = book.add_worksheet(name)
        for number, row in enumerate((HEAD, ONE)):
            sheet.write_row(number, 0, row)
    book.close()
    site.sign_in("community_admin")
    here = uploaded(site, target.getvalue()).location
    work()
    assert "这次只读了工作表“一月”；文件里还有“二月”。" in site.get(here).text


def test_what_a_cell_was_read_as_stands_beside_what_it_shows(site):
    site.sign_in("community_admin")
    head = ("社区", "小区", "类型", "户数", "有无物业", "地址")
    body = workbook(head, ("万和城", "滦河花园", "老旧小区", "１２００户", "√", "滦河路1号"))
    here = uploaded(site, body, register="compounds").location
    work()
    assert site.get(here).words("tbody td small") == ["读作 万和城社区", "读作 老旧", "读作 1200", "读作 是"]


def test_an_import_does_not_exist_for_others(site):
    site.sign_in("community_admin")
    here = uploaded(site, workbook(HEAD, ONE)).location
    work()
    site.sign_in("community_staff")
    for address in (here, f"{here}/progress", f"{here}/matching"):
        assert site.get(address).status_code == 404
    for step in ("confirmation", "drop", "withdrawal", "check", "sheet", "refused-rows", "rows/1/choice"):
        assert site.post(f"{here}/{step}", {}).status_code == 404


def test_a_register_that_is_not_ones_own_is_not_offered_and_not_taken(site):
    site.sign_in("property_liaison")
    page = site.get("/imports/new")
    assert [option["value"] for option in page.soup.select("#register option")] == ["", "appeals", "property_fees"]
    assert site.get("/imports/template?register=compounds").status_code == 403
    assert site.get("/imports/template?register=no-such").status_code == 404
    answer = uploaded(site, workbook(HEAD, ONE), register="compounds")
    assert answer.status_code == 422
    site.sign_in("auditor")
    assert site.get("/imports").status_code == 403


@pytest.mark.parametrize("register", ["appeals", "compounds", "buildings"])
def test_the_template_comes_back_empty_handed(site, register: str):
    site.sign_in("community_admin")
    body = site.get(f"/imports/template?register={register}").data
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert book.sheetnames[1] == "填写说明"
    here = uploaded(site, body, register=register).location
    work()
    assert "没有数据行" in site.get(here).text


def test_the_list_is_filtered_sorted_paged_and_exported(site, counting):
    site.sign_in("community_admin")
    for name in ("一月.xlsx", "二月.xlsx", "三月.xlsx"):
        uploaded(site, workbook(HEAD, ONE), name)
    work()
    assert site.get("/imports").words("tbody th") == ["三月.xlsx", "二月.xlsx", "一月.xlsx"]
    assert site.get("/imports?q=二").words("tbody th") == ["二月.xlsx"]
    assert site.get("/imports?state=failed").soup.select("tbody") == []
    with counting() as statements:
        site.get("/imports")
    assert len(statements) <= 5
    exported = site.submit(site.get("/imports?q=二"), "#export")
    assert openpyxl.load_workbook(io.BytesIO(exported.data)).active.max_row >= 4


def test_a_step_that_is_over_says_so(site, app):
    carrier = Carrier(app.config["DATA_DIR"], "community_admin")
    one = carrier.brings("appeals", workbook(HEAD, ONE))
    site.sign_in("community_admin")
    page = site.get(f"/imports/{one.id}")
    assert site.submit(page, ".bar form").status_code == 303
    work()
    answer = site.post(f"/imports/{one.id}/confirmation", {"form_token": "another-token"})
    assert answer.status_code == 422
    assert "已经不在核对了" in answer.text


WITHOUT = ("来源单号", "诉求内容", "类别", "联系电话")  # neither where it came from nor where it is


def test_what_a_sheet_has_no_column_for_is_said_once_for_all_rows(site):
    site.sign_in("community_admin")
    body = workbook(WITHOUT, ("RX001", "路灯不亮", "邻里纠纷", "13800000012"), ("RX002", "门关不上", "邻里纠纷", ""))
    here = uploaded(site, body).location
    work()
    page = site.get(here)
    assert page.words("#match-form section label") == ["来源", "社区"]
    nothing = site.submit(page, "#match-form")
    assert nothing.status_code == 422
    assert "还没有指定哪一列是编号，或者来源和来源单号" in nothing.text
    chosen = {"fixed_source": "12345转办", "fixed_community": "万和城社区"}
    assert site.submit(page, "#match-form", **chosen).status_code == 303
    work()
    page = site.get(here)
    assert page.words("nav.counts b")[1] == "2"
    assert "所有行用同一个值：来源“12345转办”；社区“万和城社区”" in page.text
    assert page.words("thead th")[2:] == ["来源", "来源单号", "诉求内容", "类别", "社区", "联系电话", "说明"]
    assert page.words("tbody tr:first-child td")[2] == "12345转办"
    site.submit(page, ".bar form")
    work()
    assert "所有行用同一个值：来源“12345转办”" in site.get(here).text
    assert {one.source for one in db.session.scalars(select(Appeal))} == {"hotline"}
    again = uploaded(site, body).location
    work()
    assert site.get(again).words("nav.counts b") == ["0", "0", "0", "0", "2"]  # remembered with the match


def test_one_value_and_a_column_for_the_same_thing_is_refused_beside_it(site):
    site.sign_in("community_admin")
    here = uploaded(site, workbook((*WITHOUT, "渠道"), ("RX001", "路灯不亮", "邻里纠纷", "", "12345转办"))).location
    work()
    page = site.get(here)
    both = {"column_4": "source", "fixed_source": "12345转办", "fixed_community": "万和城社区"}
    refused = site.submit(page, "#match-form", **both)
    assert refused.status_code == 422
    assert "“来源”已经对了一列" in refused.words("#fixed_source-error")[0]
    forged = site.submit(page, "#match-form", fixed_source="没有的来源")
    assert forged.status_code == 422


def test_cells_taken_from_above_and_hidden_lines_are_told_in_the_preview(site):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for number, row in enumerate((HEAD, ONE, (*ONE[:1], "RX002", *ONE[2:4], "", ONE[5]))):
        sheet.write_row(number, 0, row)
    sheet.merge_range(1, 4, 2, 4, ONE[4])
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    site.sign_in("community_admin")
    here = uploaded(site, target.getvalue()).location
    work()
    page = site.get(here)
    assert [len(row.select("small")) for row in page.soup.select("tbody tr")] == [0, 1]
    assert page.words("tbody tr:nth-child(2) td")[-1].startswith("这一行在表格里是隐藏的")
    assert "有 1 行是隐藏的" in page.text
