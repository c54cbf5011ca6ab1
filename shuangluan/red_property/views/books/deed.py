"""One form on one page: asked, saved, refused; and the timeline of what was done before."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from shuangluan.extensions import Base
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import ROLES
from shuangluan.kernel.web import actor, done, page, saving
from shuangluan.red_property.queries.trails import trail

Crumb = tuple[str, str]  # what it is called, where it is
LABEL = {
    "credit_code": "统一社会信用代码", "stars": "星级", "filed_on": "备案日期", "fee_text": "收费标准",
    "ended_reason": "终止原因", "seats": "席位", "position": "职务", "basis": "依据", "name": "名称",
}  # fmt: skip


def asked(
    form: BaseForm, do: Callable[[dict[str, Any]], object], *, title: str, submit: str, said: str,
    to: str | Callable[[Any], str], crumbs: Sequence[Crumb], record: Base | None = None,
    hints: dict[str, str] | None = None,
) -> ResponseReturnValue:  # fmt: skip
    """The page of a deed: `do(by, at)` in one transaction, then on to `to`, which may depend on what was made."""
    if record is not None and hasattr(record, "row_version"):
        form.versioned(record)
    if form.validate_on_submit():
        try:
            with saving(form, record) as saved:
                made = do({"by": actor(), "at": clock.now()})
                saved.to = to if isinstance(to, str) else to(made)
            return done(said, to=str(saved.to))
        except RuleBroken as broken:
            form.refuse(broken)
    return page(
        "red_property/book_form.html",
        status=422 if request.method == "POST" else 200,
        form=form, title=title, submit=submit, crumbs=crumbs, hints=hints or {},
    )  # fmt: skip


def timeline(records: Iterable[Base]) -> list[dict[str, Any]]:
    """What was done to these records, as the component draws it."""
    return [
        {
            "at": clock.local(one.at),
            "title": audit.SENTENCES.get(one.action, one.action),
            "by": " · ".join(part for part in (one.actor_name, ROLES.get(one.role, "")) if part),
            "lines": [
                (LABEL[key], values[0], values[1])
                for key, values in one.changes.items()
                if key in LABEL and isinstance(values, list) and None not in values
            ],
        }
        for one in trail(records)
    ]
