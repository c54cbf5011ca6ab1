"""The side menu and the scope switcher: what of the site a viewer is offered."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from flask import request, url_for

from shuangluan.kernel.forms import clean
from shuangluan.kernel.permissions import SIGNED_IN, Viewer
from shuangluan.kernel.places import DISTRICT, areas
from shuangluan.kernel.web import chosen_area


@dataclass(frozen=True)
class Page:
    """A page of a task; shown to those who hold its permission."""

    label: str
    endpoint: str
    permission: str


@dataclass(frozen=True)
class Section:
    """Pages of a task that belong together, under a heading where the task has many."""

    label: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Item:
    """One entry of the menu; shown to those who hold its permission."""

    key: str
    label: str
    icon: str
    endpoint: str
    permission: str
    sections: tuple[Section, ...] = ()

    @property
    def pages(self) -> tuple[Page, ...]:
        """Its pages, section by section."""
        return tuple(page for section in self.sections for page in section.pages)


@dataclass(frozen=True)
class Link:
    """A menu entry as the page draws it."""

    key: str
    label: str
    icon: str
    url: str
    current: bool
    sections: tuple["Group", ...] = ()


@dataclass(frozen=True)
class Group:
    """A heading of the menu with its entries."""

    label: str
    items: tuple[Link, ...]

    @property
    def current(self) -> bool:
        """Whether the page that is shown stands under it."""
        return any(link.current for link in self.items)


@dataclass(frozen=True)
class Scope:
    """区 / 街道 / 社区 at the top: fixed names, then what may be chosen."""

    fixed: tuple[str, ...]
    streets: tuple[tuple[str, str], ...]
    communities: tuple[tuple[str, str], ...]
    area: str | None
    street: str | None


GRID = (
    Section(
        "",
        (
            Page("诉求事件", "grid.appeal_list", "grid:appeal:read"),
            Page("随手报", "grid.quick_report", "grid:appeal:register"),
            Page("小区台账", "grid.compound_list", "grid:compound:read"),
            Page("楼栋台账", "grid.building_list", "grid:compound:read"),
        ),
    ),
)
RED_PROPERTY = (
    Section(
        "联席会",
        (
            Page("概况", "red_property.home", "red_property:meeting:read"),
            Page("三方联席会", "red_property.meeting_list", "red_property:meeting:read"),
            Page("月度表", "red_property.month_matrix", "red_property:meeting:read"),
            Page("议定事项", "red_property.resolution_list", "red_property:meeting:read"),
            Page("协商议题", "red_property.item_list", "red_property:meeting:read"),
            Page("提请街道", "red_property.street_entry_list", "red_property:meeting:read"),
        ),
    ),
    Section(
        "企业党建",
        (
            Page("物业企业", "red_property.company_list", "red_property:register:read"),
            Page("企业党组织", "red_property.unit_list", "red_property:register:read"),
            Page("党建指导员", "red_property.instructor_list", "red_property:register:read"),
            Page("交叉任职", "red_property.post_list", "red_property:register:read"),
            Page("双向进入", "red_property.two_way_list", "red_property:register:read"),
            Page("三集中", "red_property.concentration_list", "red_property:visit:read"),
            Page("企业走访", "red_property.visit_list", "red_property:visit:read"),
            Page("质量观察", "red_property.observation_list", "red_property:register:read"),
            Page("行业党委", "red_property.sector_detail", "red_property:register:read"),
        ),
    ),
    Section(
        "小区与业委会",
        (
            Page("物业合同", "red_property.contract_list", "red_property:register:read"),
            Page("业委会", "red_property.committee_list", "red_property:register:read"),
            Page("业委会委员", "red_property.committee_member_list", "red_property:register:read"),
            Page("业主替代方", "red_property.substitute_list", "red_property:register:read"),
            Page("议事方式", "red_property.mode_list", "red_property:register:read"),
            Page("利益冲突", "red_property.tie_list", "red_property:register:read"),
            Page("收缴情况", "red_property.fee_report_list", "red_property:register:read"),
            Page("评分", "red_property.evaluation_list", "red_property:register:read"),
            Page("亮点小区", "red_property.showcase_list", "red_property:register:read"),
            Page("提升计划", "red_property.plan_list", "red_property:register:read"),
        ),
    ),
    Section(
        "表决与资金",
        (
            Page("业主表决", "red_property.vote_list", "red_property:vote:read"),
            Page("业主表决测算", "red_property.vote_calculator", "red_property:vote:try"),
            Page("维修资金", "red_property.fund_list", "red_property:register:read"),
            Page("资金流水", "red_property.fund_entry_list", "red_property:register:read"),
            Page("应急维修", "red_property.emergency_list", "red_property:register:read"),
            Page("表决结果表", "red_property.result_sheet_list", "red_property:vote:read"),
        ),
    ),
)
WORKFORCE = (
    Section(
        "人员",
        (
            Page("人员名册", "workforce.worker_list", "workforce:worker:read"),
            Page("劳动合同", "workforce.contract_list", "workforce:worker:read"),
            Page("职业资格证书", "workforce.certificate_list", "workforce:worker:read"),
            Page("名单与分析", "workforce.list_index", "workforce:worker:read"),
            Page("两代表一委员", "workforce.delegate_list", "workforce:worker:read"),
            Page("推荐选拔条件", "workforce.channel_list", "workforce:worker:read"),
            Page("公开招聘", "workforce.recruit_list", "workforce:recruit:read"),
            Page("数据体检", "workforce.data_check_list", "workforce:data_check:read"),
            Page("不予认定", "workforce.refusal_list", "workforce:refusal:read"),
            Page("背景联审", "workforce.check_list", "workforce:recruit:read"),
        ),
    ),
    Section(
        "考核",
        (
            Page("日常考核", "workforce.month_grid", "workforce:daily:read"),
            Page("年度考核", "workforce.year_list", "workforce:appraisal:read"),
            Page("满意度测评", "workforce.survey_list", "workforce:survey:read"),
            Page("考核结果运用", "workforce.effect_list", "workforce:effect:read"),
        ),
    ),
    Section(
        "等级与薪酬",
        (
            Page("晋级批次", "workforce.batch_list", "workforce:batch:read"),
            Page("复核申请", "workforce.review_list", "workforce:review:read"),
            Page("薪酬", "workforce.pay_list", "workforce:pay:read"),
        ),
    ),
    Section(
        "培训",
        (
            Page("教育培训", "workforce.training_list", "workforce:worker:read"),
            Page("培训计划", "workforce.plan_list", "workforce:worker:read"),
            Page("培训学时", "workforce.hours_list", "workforce:worker:read"),
            Page("职业水平考试", "workforce.qualification_list", "workforce:worker:read"),
            Page("全科考聘", "workforce.exam_list", "workforce:worker:read"),
        ),
    ),
)
NAVIGATION: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "",
        (
            Item("workbench", "工作台", "inbox", "overview.workbench", SIGNED_IN),
            Item("dashboard", "数据总览", "chart", "overview.dashboard", "overview:dashboard:read"),
            Item("imports", "导入表格", "up", "imports.import_list", "imports:import:make"),
            Item("documents", "核对文件", "check", "documents.document_check", SIGNED_IN),
        ),
    ),
    (
        "五项任务",
        (
            Item("grid", "全科网格", "grid", "grid.appeal_list", "grid:appeal:read", GRID),
            Item(
                "red_property", "红色物业", "estate", "red_property.home", "red_property:meeting:read",
                RED_PROPERTY,
            ),
            Item("workforce", "社区工作者", "badge", "workforce.worker_list", "workforce:worker:read", WORKFORCE),
            Item("pay_totals", "薪酬汇总", "chart", "workforce.pay_totals", "workforce:pay_total:read"),
            Item("schemes", "方案与标准", "clip", "workforce.scheme_list", "workforce:scheme:read"),
            Item("scenarios", "模拟与预算", "chart", "workforce.scenario_list", "workforce:scenario:read"),
            Item("own_file", "我的档案", "user", "workforce.own_file", "workforce:own:read"),
            Item("own_appraisal", "我的考核", "star", "workforce.own_appraisal", "workforce:own:read"),
        ),
    ),
    (
        "管理",
        (Item("administration", "人员", "user", "administration.person_list", "administration:person:read"),),
    ),
)


def menu(viewer: Viewer) -> list[Group]:
    """The menu of a viewer; the chosen area goes along with every link."""
    groups = []
    for label, items in NAVIGATION:
        links = tuple(_link(item, viewer) for item in items if _may(viewer, item))
        if links:
            groups.append(Group(label, links))
    return groups


def _may(viewer: Viewer, entry: Item | Page) -> bool:
    return entry.permission == SIGNED_IN or viewer.can(entry.permission)


def _link(item: Item, viewer: Viewer) -> Link:
    inside = item.key == (request.blueprint or "")
    current = inside or request.endpoint == item.endpoint
    return Link(item.key, item.label, item.icon, _address(item), current, _sections(item, viewer) if inside else ())


@cache
def _path(endpoint: str) -> str:
    """Where a page of the menu stands: the same for everybody, as nothing in its address changes."""
    return url_for(endpoint)


def _address(entry: Item | Page) -> str:
    area = chosen_area()
    return f"{_path(entry.endpoint)}?{urlencode({'area': area})}" if area else _path(entry.endpoint)


def _sections(item: Item, viewer: Viewer) -> tuple[Group, ...]:
    """The pages that the viewer may open; no heading stands empty."""
    offered = [page for page in item.pages if _may(viewer, page)]
    here = _nearest(offered)
    groups = (
        Group(
            section.label,
            tuple(Link("", page.label, "", _address(page), page is here) for page in section.pages if page in offered),
        )
        for section in item.sections
    )
    return tuple(group for group in groups if group.items)


def _nearest(offered: list[Page]) -> Page | None:
    """The page that is shown, or the list that leads to it: of two addresses that fit, the longer one."""
    addresses = {_path(page.endpoint) + "/": page for page in offered}
    fitting = [address for address in addresses if f"{request.path}/".startswith(address)]
    return addresses[max(fitting, key=len)] if fitting else None


def scope_of(viewer: Viewer) -> Scope | None:
    """The switcher of a viewer; None where no grant of his names an area whose records he may read.

    The area of the address was checked by the guard (`web.check_area`): what is fixed here cannot be left.
    """
    homes = viewer.home_areas
    if not homes:
        return None
    if len(homes) > 1:
        return _several(homes)
    home = homes[0]
    chosen = chosen_area() or home
    street = chosen[:9] if len(chosen) >= 9 else None
    fixed = tuple(areas().name(home[:n]) for n in (6, 9, 12) if n <= len(home))
    streets = tuple((a.code, a.name) for a in areas().streets()) if home == DISTRICT else ()
    inside = areas().communities(street) if street and len(home) < 12 else []
    return Scope(fixed, streets, tuple((a.code, a.short) for a in inside), chosen, street)


def carried() -> list[tuple[str, str]]:
    """What the switcher keeps of the address, as a form can send it: its own field and the page number start anew."""
    pairs = request.args.items(multi=True)
    return [(clean(key), clean(value)) for key, value in pairs if key not in {"area", "page"}]


def _several(homes: tuple[str, ...]) -> Scope:
    """Somebody with grants in several places chooses among them."""
    chosen = chosen_area()
    offered = homes if chosen is None or chosen in homes else (*homes, chosen)
    return Scope((areas().name(DISTRICT),), (), tuple((code, areas().path(code)) for code in offered), chosen, None)
