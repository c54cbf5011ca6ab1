"""What helps to fill a workbook in: lists to choose from, and the sheet 填写说明."""

from collections.abc import Sequence
from typing import Any

from shuangluan.kernel.sheets.cells import column_letters
from shuangluan.kernel.sheets.fields import Field, Kind

GUIDE_TAB, LISTS_TAB = "填写说明", "选项"
LONGEST_HINT = 255  # characters beside a cell
HOW = {
    Kind.TEXT: "文字",
    Kind.NAME: "姓名；中间的空格会自动去掉",
    Kind.WHOLE: "整数",
    Kind.MONEY: "金额，以元为单位，最多两位小数",
    Kind.AREA: "面积，以平方米为单位，最多两位小数",
    Kind.DECIMAL: "数字，如 8 或 7.5，最多两位小数",
    Kind.DATE: "日期，如 2021-03-05；2021年3月5日、2021.3.5 也可以",
    Kind.MOMENT: "日期和时间，如 2021-03-05 14:30",
    Kind.FLAG: "是或否",
    Kind.CHOICE: "从下拉列表里选",
    Kind.ID_NUMBER: "18 位身份证号；这一列请保持文本格式",
    Kind.PHONE: "手机号，或带区号的座机号",
    Kind.CODE: "编号；这一列请保持文本格式，开头的 0 不要省",
}
MONTH_IS_ENOUGH = "日期，写到年月即可，如 2021-03"


class Lists:
    """The drop-down lists of a workbook; long ones fit on no cell's rule, so all stand on a hidden sheet."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._lists: list[Sequence[str]] = []

    def offer(self, page: Any, rows: tuple[int, int], place: int, labels: Sequence[str], hint: str = "") -> None:
        """Let the cells of a column be chosen from `labels`, with `hint` beside them; neither where there is none."""
        rule: dict[str, Any] = {"validate": "any"}
        if labels:
            if labels not in self._lists:
                self._lists.append(labels)
            column = column_letters(self._lists.index(labels) + 1)
            rule = {
                "validate": "list",
                "source": f"={LISTS_TAB}!${column}$1:${column}${len(labels)}",
                "error_title": "请从下拉列表里选",
                "error_message": "填写的内容不在可选的内容里。",
            }
        if hint:
            rule["input_message"] = hint[:LONGEST_HINT]
        if labels or hint:
            page.data_validation(rows[0], place, rows[1], place, rule)

    def write(self) -> None:
        """The hidden sheet; none where nothing is chosen."""
        if not self._lists:
            return
        page = self._book.add_worksheet(LISTS_TAB)
        page.hide()
        for row in range(max(map(len, self._lists))):
            for place, labels in enumerate(self._lists):
                if row < len(labels):
                    page.write_string(row, place, labels[row])


def write_guide(book: Any, fields: Sequence[Field], formats: dict[str, Any]) -> None:
    """The sheet 填写说明: one line for each field."""
    page = book.add_worksheet(GUIDE_TAB)
    heads = (("列名", 20), ("必填", 8), ("怎么填", 44), ("可填的内容", 44), ("例子", 24))
    for place, (label, width) in enumerate(heads):
        page.set_column(place, place, width)
        page.write_string(0, place, label, formats["head"])
    for row, field in enumerate(fields, 1):
        for place, text in enumerate(_line(field)):
            if text:
                page.write_string(row, place, text, formats["text"])
    page.freeze_panes(1, 0)


def _line(field: Field) -> tuple[str, str, str, str, str]:
    how = MONTH_IS_ENOUGH if field.kind is Kind.DATE and field.month else HOW[field.kind]
    how += f"，{field.length} 位" if field.length else ""
    how += f"，单位：{field.unit}" if field.unit else ""
    said = "；".join(filter(None, (how, field.note)))
    labels = "、".join(field.offered)
    return field.label, "必填" if field.required else "", said, labels, field.example
