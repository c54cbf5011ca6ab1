"""A Flask app with the templates and nothing behind them: enough to draw every frame and component."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template, request
from flask_wtf import FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from shuangluan.kernel.figures import Figure, Value
from shuangluan.kernel.tables import Column, Filter, Page, Table, View

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
ADDRESSES = {
    "overview.search": "/search",
    "overview.counts": "/counts",
    "auth.account": "/account",
    "auth.sessions": "/account/sessions",
    "auth.sign_out": "/sign-out",
    "grid.appeal_detail": "/grid/appeals/<int:appeal_id>",
}
CASES = Table(
    "appeals",
    "诉求",
    [
        Column("number", "编号"),
        Column("title", "诉求", kind="link", value=lambda row: (row.title, f"/rows/{row.id}")),
        Column("state", "状态", kind="state", sort=True),
        Column("due", "期限", kind="due", sort=True),
        Column("opened_on", "登记", kind="date"),
        Column("days", "用时", kind="num"),
        Column("note", "备注"),
    ],
    [
        Filter("q", "关键词"),
        Filter("kind", "类型", "choice", (("repair", "物业维修"), ("heat", "供热供水"))),
        Filter("on", "登记日期", "dates"),
        Filter("mine", "只看我的", "flag"),
        Filter("source", "来源", "choice", (("visit", "入户走访"),), more=True),
    ],
    [View("open", "全部在办"), View("late", "已逾期", hot=True)],
    "due",
)


class SampleForm(FlaskForm):
    """One field of each sort; the phone number is wrong in the sample."""

    compound = StringField("小区", [DataRequired("填小区名称")])
    compound_2 = StringField("小区", [DataRequired("填小区名称")])
    households = IntegerField("户数", [Optional()])
    phone = StringField("联系电话", [DataRequired(), Length(11, 11, "手机号要 11 位，现在是 7 位")])
    grid = SelectField("所属网格", choices=[("1", "03 网格")], validators=[DataRequired()])
    estate = SelectField("从名录选小区", choices=[("", "请选"), ("7", "滨河名苑")])
    day = DateField("期限", [DataRequired()])
    way = RadioField("怎么签", choices=[("self", "本人签"), ("other", "代签")], validators=[DataRequired()])
    text_me = BooleanField("短信通知承办人")
    story = TextAreaField("经过", [Optional()])
    photos = MultipleFileField("照片")
    paper = FileField("材料")


@dataclass(frozen=True)
class Row:
    """One appeal as a list shows it."""

    id: int
    number: str
    title: str
    state: tuple[str, str]
    due: tuple[str, str]
    late: bool
    opened_on: date = date(2026, 11, 13)
    days: int = 10
    note: str | None = None


def _viewer() -> SimpleNamespace:
    return SimpleNamespace(name="周敏", line="社区书记 · 万和城社区", single_keys=True)


def _nav() -> list[SimpleNamespace]:
    def item(label: str, icon: str, key: str, current: bool = False, sections: Any = ()) -> SimpleNamespace:
        return SimpleNamespace(
            label=label, icon=icon, url=f"/{key}", current=current, key=key, sections=list(sections)
        )

    cases = SimpleNamespace(label="诉求事件", url="/cases", current=True)
    teams = SimpleNamespace(label="服务团队", url="/teams", current=False)
    pages = SimpleNamespace(label="", current=True, items=[cases, teams])
    tasks = [item("党群服务中心", "hall", "hall"), item("全科网格", "grid", "grid", True, [pages])]
    top = [item("工作台", "inbox", "todo"), item("数据总览", "chart", "chart")]
    return [SimpleNamespace(label="", items=top), SimpleNamespace(label="五项任务", items=tasks)]


def _scope() -> SimpleNamespace:
    streets = [("130803001", "元宝山街道"), ("130803004", "秀水街道")]
    communities = [("130803004001", "万和城社区"), ("130803004002", "欢乐江山社区")]
    return SimpleNamespace(
        fixed=["双滦区"], streets=streets, communities=communities, area="130803004001"
    )


def bare_app(signed_in: bool = True) -> Flask:
    """The app. Undefined names are errors, as they should be."""
    app = Flask("bare", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(SECRET_KEY="not secret", WTF_CSRF_ENABLED=False, TESTING=True)
    app.jinja_env.undefined = StrictUndefined
    here = FileSystemLoader(Path(__file__).parent)
    app.jinja_env.loader = ChoiceLoader([here, FileSystemLoader(ROOT / "templates")])
    app.jinja_env.globals.update(asset=lambda name: f"/static/{name}?v=1", csrf_token=lambda: "token")
    for endpoint, rule in ADDRESSES.items():
        app.add_url_rule(rule, endpoint, lambda **_: "")

    @app.context_processor
    def shell() -> dict[str, Any]:
        return {
            "viewer": _viewer() if signed_in else None,
            "nav": _nav(),
            "scope": _scope(),
            "today": TODAY,
            "local": lambda at: at,
        }

    return app


def _listing() -> Page:
    late, calm = ("逾期 2 天", "late"), ("3 天后", "mute")
    rows = [
        Row(1, "SL-1113-007", "5 号楼 3 单元供暖立管漏水", ("办理中", "doing"), late, True),
        Row(2, "SL-1120-014", "楼上夜间装修噪声 <b>调解两次</b>", ("待核实", "wait"), calm, False),
    ]
    return Page(rows, 1001, 2, 20, True)


def _entries() -> list[SimpleNamespace]:
    at = datetime(2026, 11, 22, 19, 40)
    return [
        SimpleNamespace(at=at, title="居民评价 5 分：满意", tag="评价", icon="star", quote="坡道换了防滑条。"),
        SimpleNamespace(at=at - timedelta(days=3), title="改了期限", lines=[("期限", "11-20", "11-25")]),
        SimpleNamespace(at=at - timedelta(days=9), title="系统派单", by="系统", system=True),
    ]


def _related() -> list[SimpleNamespace]:
    kind = SimpleNamespace(code="appeal", label="诉求", endpoint="grid.appeal_detail")
    matter = SimpleNamespace(title="同一坡道去年冬季诉求", record_id=3, state_label="已办结", stage="done")
    seen = SimpleNamespace(matter=matter, kind=kind, relation="复发自", readable=True)
    unseen = SimpleNamespace(matter=matter, kind=kind, relation="后续诉求", readable=False)
    return [seen, unseen]


def sample() -> dict[str, Any]:
    """What the components page shows."""
    form = SampleForm(MultiDict({"compound": "滨河名苑", "phone": "1393145", "grid": "1", "way": "self"}))
    form.validate()
    form.form_errors.append("同一条诉求刚登记过，先看看是不是重复")
    figure = Figure("grid.open", "grid", "在办诉求", "件", "在办的诉求", select(1), "/cases")
    return {
        "asked": CASES.asked(MultiDict(request.args)),
        "listing": _listing(),
        "days": [TODAY + timedelta(days=n) for n in (-2, 0, 1, 3, 7, 40)],
        "form": form,
        "entries": _entries(),
        "related": _related(),
        "steps_on": [
            SimpleNamespace(label="转联席会", url="/meeting", method="post"),
            SimpleNamespace(label="转代办", url="/service", why="已经转办结，不能再转"),
        ],
        "files": [SimpleNamespace(name="公示.pdf", url="/f/1", size=223_000, by="业委会", remove_url="/f/1/void")],
        "pictures": [SimpleNamespace(url="/static/logo.svg", name="办结后坡道")],
        "todo": [
            SimpleNamespace(title="楼道灯不亮", url="/1", sub="待你核实", icon="grid", icon_label="全科网格",
                            due=("逾期 1 天", "late"), act=("核实办结", "/1")),
        ],
        "value": Value(figure, 47, 60),
    }  # fmt: skip


@contextmanager
def drawing(address: str = "/", signed_in: bool = True) -> Iterator[Flask]:
    """A request to draw in."""
    app = bare_app(signed_in)
    with app.test_request_context(address):
        yield app


def components_page(address: str = "/?sort=state&source=visit&page=2") -> str:
    """The page with every macro once."""
    with drawing(address):
        return render_template("components_page.html", **sample())
