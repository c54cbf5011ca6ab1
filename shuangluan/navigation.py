"""The side menu and the scope switcher: what of the site a viewer is offered."""

from dataclasses import dataclass

from flask import request, url_for

from shuangluan.kernel.forms import clean
from shuangluan.kernel.permissions import SIGNED_IN, Viewer
from shuangluan.kernel.places import DISTRICT, areas
from shuangluan.kernel.web import chosen_area


@dataclass(frozen=True)
class Item:
    """One entry of the menu; shown to those who hold its permission."""

    key: str
    label: str
    icon: str
    endpoint: str
    permission: str
    children: tuple["Item", ...] = ()


@dataclass(frozen=True)
class Link:
    """A menu entry as the page draws it."""

    key: str
    label: str
    icon: str
    url: str
    current: bool
    children: tuple["Link", ...] = ()


@dataclass(frozen=True)
class Group:
    """A heading of the menu with its entries."""

    label: str
    items: tuple[Link, ...]


@dataclass(frozen=True)
class Scope:
    """区 / 街道 / 社区 at the top: fixed names, then what may be chosen."""

    fixed: tuple[str, ...]
    streets: tuple[tuple[str, str], ...]
    communities: tuple[tuple[str, str], ...]
    area: str | None
    street: str | None


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
            Item(
                "grid",
                "全科网格",
                "grid",
                "grid.appeal_list",
                "grid:appeal:read",
                (
                    Item("appeals", "诉求事件", "", "grid.appeal_list", "grid:appeal:read"),
                    Item("quick", "随手报", "", "grid.quick_report", "grid:appeal:register"),
                    Item("compounds", "小区台账", "", "grid.compound_list", "grid:compound:read"),
                    Item("buildings", "楼栋台账", "", "grid.building_list", "grid:compound:read"),
                ),
            ),
            Item(
                "red_property",
                "红色物业",
                "estate",
                "red_property.meeting_list",
                "red_property:meeting:read",
                (
                    Item("meetings", "三方联席会", "", "red_property.meeting_list", "red_property:meeting:read"),
                    Item("months", "月度表", "", "red_property.month_matrix", "red_property:meeting:read"),
                    Item("resolutions", "议定事项", "", "red_property.resolution_list", "red_property:meeting:read"),
                    Item("items", "协商议题", "", "red_property.item_list", "red_property:meeting:read"),
                    Item("street", "提请街道", "", "red_property.street_entry_list", "red_property:meeting:read"),
                    Item("posts", "交叉任职", "", "red_property.post_list", "red_property:register:read"),
                    Item("votes", "业主表决", "", "red_property.vote_list", "red_property:vote:read"),
                    Item("result_sheets", "表决结果表", "", "red_property.result_sheet_list", "red_property:vote:read"),
                    Item("calculator", "业主表决测算", "", "red_property.vote_calculator", "red_property:vote:try"),
                    Item("companies", "物业企业", "", "red_property.company_list", "red_property:register:read"),
                    Item("contracts", "物业合同", "", "red_property.contract_list", "red_property:register:read"),
                    Item("committees", "业委会", "", "red_property.committee_list", "red_property:register:read"),
                    Item("fees", "收缴情况", "", "red_property.fee_report_list", "red_property:register:read"),
                    Item("funds", "维修资金", "", "red_property.fund_list", "red_property:register:read"),
                    Item("fund_entries", "资金流水", "", "red_property.fund_entry_list", "red_property:register:read"),
                    Item("emergencies", "应急维修", "", "red_property.emergency_list", "red_property:register:read"),
                ),
            ),
            Item(
                "workforce",
                "社区工作者",
                "badge",
                "workforce.worker_list",
                "workforce:worker:read",
                (
                    Item("workers", "人员名册", "", "workforce.worker_list", "workforce:worker:read"),
                    Item("months", "日常考核", "", "workforce.month_grid", "workforce:daily:read"),
                    Item("years", "年度考核", "", "workforce.year_list", "workforce:appraisal:read"),
                    Item("surveys", "满意度测评", "", "workforce.survey_list", "workforce:survey:read"),
                    Item("batches", "晋级批次", "", "workforce.batch_list", "workforce:batch:read"),
                    Item("reviews", "复核申请", "", "workforce.review_list", "workforce:review:read"),
                    Item("data_check", "数据体检", "", "workforce.data_check_list", "workforce:data_check:read"),
                    Item("pay", "薪酬", "", "workforce.pay_list", "workforce:pay:read"),
                    Item("contracts", "劳动合同", "", "workforce.contract_list", "workforce:worker:read"),
                    Item("certificates", "职业资格证书", "", "workforce.certificate_list", "workforce:worker:read"),
                    Item("training", "教育培训", "", "workforce.training_list", "workforce:worker:read"),
                    Item("hours", "培训学时", "", "workforce.hours_list", "workforce:worker:read"),
                    Item("recruit", "公开招聘", "", "workforce.recruit_list", "workforce:recruit:read"),
                    Item("exams", "全科考聘", "", "workforce.exam_list", "workforce:worker:read"),
                ),
            ),
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


def _may(viewer: Viewer, item: Item) -> bool:
    return item.permission == SIGNED_IN or viewer.can(item.permission)


def _link(item: Item, viewer: Viewer) -> Link:
    here = request.endpoint == item.endpoint
    inside = item.key == (request.blueprint or "")
    return Link(
        item.key,
        item.label,
        item.icon,
        url_for(item.endpoint, area=chosen_area()),
        here or inside,
        tuple(_link(child, viewer) for child in item.children if _may(viewer, child)) if inside else (),
    )


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
