"""The documents made from the code: the table of permissions and the state diagrams; a test compares them."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask

from shuangluan.kernel.permissions import GRANTS, OPEN_TO_ALL, ROLES, SIGNED_IN, Access

ANYBODY = {OPEN_TO_ALL: "所有人（无需登录）", SIGNED_IN: "任何已登录的人"}


def permission_table(app: Flask) -> str:
    """Roles, then permissions with their roles, then every address with its permission (Markdown)."""
    lines = ["# 权限表", "", "由 `flask --app wsgi export-permissions` 生成，不要手改。", "", "## 角色", ""]
    lines += ["| 代码 | 名称 |", "|---|---|"]
    lines += [f"| `{code}` | {name} |" for code, name in ROLES.items()]
    lines += ["", "## 权限与角色", "", "| 权限 | 角色 |", "|---|---|"]
    for permission, roles in sorted(GRANTS.items()):
        names = "、".join(name for code, name in ROLES.items() if code in roles)
        lines.append(f"| `{permission}` | {names} |")
    lines += ["", "## 地址与权限", "", "| 地址 | 方法 | 权限 |", "|---|---|---|"]
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        access: Access = app.view_functions[rule.endpoint].__dict__["access"]
        methods = "、".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        needed = ANYBODY.get(access.permission, f"`{access.permission}`")
        lines.append(f"| `{rule.rule}` | {methods} | {needed} |")
    return "\n".join(lines) + "\n"


def state_diagrams(machines: Mapping[str, tuple[Mapping[Any, str], Mapping[Any, Iterable[str]]]]) -> str:
    """Mermaid diagrams of `{title: (labels, next)}`."""
    lines = ["# 状态图", "", "由 `flask --app wsgi export-states` 生成，不要手改。"]
    for title, (labels, following) in machines.items():
        lines += ["", f"## {title}", "", "```mermaid", "stateDiagram-v2"]
        lines += [f"    {code} : {label}" for code, label in labels.items()]
        lines += [f"    {state} --> {target}" for state, targets in following.items() for target in sorted(targets)]
        lines += ["```"]
    return "\n".join(lines) + "\n"
