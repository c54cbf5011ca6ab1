"""E01, E05, E06: what an uploaded workbook must be before its cells are read, and what is said where it is not."""

import hashlib
import io
import struct
import zipfile

import pytest
from openpyxl.styles import Font

from shuangluan.kernel import sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import FileKind, parts, safety
from tests.kernel.sheets.books import PARTS, SHEET, by_biff, by_hand, by_openpyxl, data, in_ole, lines, rows_of, tabs

NOISE = hashlib.shake_256(b"noise").digest(50_000)  # so that what is tested is not the ratio
GOOD = rows_of(["姓名"], ["张三"])


def refusal(body: bytes, name: str = "台账.xlsx") -> str:
    with pytest.raises(RuleBroken) as refused:
        sheets.checked(body, name)
    assert refused.value.reason.endswith(("再上传", "上传", "选择文件")), "it says what to do"
    return refused.value.reason


def test_each_kind_of_file_is_told_by_its_content():
    assert sheets.checked(GOOD, "台账.xlsx").kind is FileKind.XLSX
    assert sheets.checked(GOOD, "台账.XLS").kind is FileKind.XLSX  # many systems write .xlsx and call it .xls
    assert sheets.checked(by_biff(("人口", False, {(0, 0): "姓名"}, ())), "C:\\旧\\台账.xls").kind is FileKind.XLS
    assert sheets.checked("姓名\n张三".encode(), "台账.csv").kind is FileKind.CSV


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("台账.xlsm", "不收带宏的文件（.xlsm）"),
        ("台账.et", "读不了 .et 文件"),
        ("台账.xlsb", "读不了 .xlsb 文件"),
        ("台账.pdf", "只收 .xlsx、.xls 和 .csv 文件"),
        ("台账", "只收 .xlsx、.xls 和 .csv 文件"),
    ],
)
def test_other_extensions_are_refused_by_name(name: str, said: str):
    assert refusal(GOOD, name).startswith(said)


def test_a_workbook_with_macros_is_refused_whatever_it_is_called():
    assert refusal(by_hand("", {"xl/vbaProject.bin": b"\xd0\xcf"})) == parts.MACROS
    assert refusal(in_ole("Workbook _VBA_PROJECT_CUR\0".encode("utf-16-le"), "Workbook"), "台账.xls") == parts.MACROS


def test_a_workbook_with_a_password_is_refused_with_the_way_out():
    assert refusal(in_ole(b"", "EncryptedPackage")) == parts.LOCKED  # a new workbook, locked
    locked = by_biff(("人口", False, {(0, 0): "姓名"}, ()), locked=True)
    assert refusal(locked, "台账.xls") == parts.LOCKED  # an old one


def test_a_zip_with_a_password_is_refused():
    body = bytearray(GOOD)
    at = body.index(b"PK\x01\x02") + 8
    body[at] |= 1
    assert refusal(bytes(body)) == parts.LOCKED


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.99])
def test_a_file_that_was_cut_off_is_damaged(keep: float):
    assert refusal(GOOD[: int(len(GOOD) * keep)]) == parts.DAMAGED


def test_a_file_with_broken_bytes_inside_is_damaged():
    body = bytearray(GOOD)
    at = body.index(b"xl/worksheets/sheet1.xml") + 24
    body[at : at + 40] = b"\xff" * 40
    assert refusal(bytes(body)) == parts.DAMAGED
    assert refusal(b"\x89PNG\r\n\x1a\n\0\0\0") == parts.DAMAGED


def test_a_workbook_without_its_relations_or_with_two_parts_of_one_name_is_damaged():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("xl/workbook.xml", PARTS["xl/workbook.xml"])
    assert refusal(target.getvalue()) == parts.DAMAGED
    assert refusal(by_hand("", {"XL/worksheets/SHEET1.xml": SHEET.format("")})) == parts.DAMAGED


def test_an_empty_file_and_a_large_one_are_refused_with_the_limit():
    assert refusal(b"") == "文件是空的，请重新选择文件"
    assert refusal(b"PK" + bytes(safety.MOST_BYTES)) == "文件超过 20 MB，请拆成几个文件分别上传"


def test_documents_pages_and_texts_under_a_workbooks_name_are_named():
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    assert refusal(document.getvalue()).startswith("这不是 Excel 表格")
    assert refusal(in_ole(b"", "WordDocument"), "台账.xls").startswith("这不是 Excel 表格")
    assert "内容是网页" in refusal("<html><table><tr><td>姓名</td></tr></table>".encode(), "台账.xls")
    assert "内容是文本" in refusal("姓名\t电话\n张三\t1".encode("gb18030"), "台账.xls")
    assert "内容却是 Excel 表格" in refusal(GOOD, "台账.csv")
    assert "不是文本文件" in refusal(b"\x00\x01\x02", "台账.csv")
    assert "内容是网页" in refusal(b"<!DOCTYPE html><html>", "台账.csv")


def test_more_than_500_members_are_refused():
    many = {f"xl/media/{number}.png": "x" for number in range(500)}
    assert refusal(by_hand("", many)).startswith("文件里的部件超过 500 个")


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size():
    assert refusal(by_hand("", {"xl/media/a.bin": bytes(30 * 2**20)})).startswith("文件压缩得超过 100 倍")
    bomb = by_hand("", {"xl/media/a.bin": NOISE * 50, "xl/media/b.bin": bytes(200 * 2**20)}, level=1)
    assert refusal(bomb).startswith("文件展开后超过 200 MB")


def test_what_a_member_unpacks_to_counts_not_what_the_directory_claims():
    body = by_hand("", {"xl/media/a.bin": bytes(30 * 2**20)})
    lying = body.replace(struct.pack("<I", 30 * 2**20), struct.pack("<I", 64))
    assert lying != body
    assert refusal(lying).startswith("文件压缩得超过 100 倍")


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/app.xml"]
)
def test_a_part_that_declares_entities_is_refused(part: str):
    text = '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + PARTS.get(part, SHEET)
    assert "DOCTYPE" in refusal(by_hand("", {part: text}))


def test_a_declaration_is_found_across_the_pieces_in_which_a_part_unpacks():
    text = " " * (parts.PIECE - 4) + "<!ENTITY x>"
    noise = "".join(map(str, range(40_000)))
    assert "DOCTYPE" in refusal(by_hand("", {"docProps/app.xml": text, "docProps/core.xml": noise}))


def test_parts_in_another_encoding_are_refused_because_nothing_in_them_could_be_found():
    hidden = SHEET.format("<!DOCTYPE x><sheetData/>").encode("utf-16")
    assert refusal(by_hand(hidden)) == parts.DAMAGED
    assert refusal(by_hand(b'<?xml version="1.0" encoding="UTF-7"?>' + SHEET.format("").encode())) == parts.DAMAGED


def test_a_cell_in_the_far_corner_is_refused_with_its_address():
    said = refusal(by_openpyxl(lambda book, page: page.cell(1_048_576, 16_384, "x")))
    assert said.startswith("表格太大：单元格 XFD1048576 里还有内容，一张表最多 100,000 行、100 列")
    assert "CW1 " in refusal(by_hand('<sheetData><row r="1"><c r="CW1"><v>1</v></c></row></sheetData>'))
    assert "A100021 " in refusal(by_hand("<sheetData><row><c t='n' r = 'A100021'><v>1</v></c></row></sheetData>"))
    assert "A100021 " in refusal(by_hand("", {"xl/worksheets/sheet1.xml": PREFIXED}))


PREFIXED = '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
PREFIXED += '<x:row r="1"><x:c r="A100021"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'


def test_a_styled_blank_cell_far_out_is_no_content():
    def make(book, page):
        page["A1"] = "姓名"
        page["XFD1048576"].font = Font(bold=True)

    upload = sheets.checked(by_openpyxl(make), "台账.xlsx")
    assert tabs(upload)[0].height == 1


@pytest.mark.parametrize("claim", ["A1", "A1:XFD1048576"])
def test_the_dimension_tag_may_lie(claim: str):
    small = by_hand(f'<dimension ref="{claim}"/>' + data(["姓名"], ["张三"]))
    upload = sheets.checked(small, "台账.xlsx")
    tab = tabs(upload)[0]
    assert [line.cells for line in lines(upload, tab)] == [["姓名"], ["张三"]]
    large = by_hand(f'<dimension ref="{claim}"/><sheetData><row r="9"><c r="ZZ9"><v>1</v></c></row></sheetData>')
    assert "ZZ9 " in refusal(large)


def test_cells_without_an_address_are_counted_by_the_reader_itself():
    wide = by_hand(f"<sheetData><row>{'<c><v>1</v></c>' * 101}</row></sheetData>")
    upload = sheets.checked(wide, "台账.xlsx")
    with pytest.raises(RuleBroken, match="表格太大"):
        tabs(upload)


def test_no_part_is_slow_to_look_through():
    for strange in ('<c r="A1" <c ' * 300_000, "<c " * 900_000, '="' * 900_000, "<" + "a" * 2_000_000):
        sheets.checked(by_hand(strange, {"xl/media/a.bin": NOISE}), "台账.xlsx")


def test_what_is_not_utf_8_in_a_text_is_found_later_than_a_refusal():
    with pytest.raises(RuleBroken, match="文字编码"):
        tabs(sheets.checked(b"\xff\x80\x81\xff" * 3, "台账.csv"))
