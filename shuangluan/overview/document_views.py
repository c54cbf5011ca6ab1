"""核对文件: whoever holds a printed document types its 校验码 and learns whether it still holds (D22)."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, documents
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import DocumentState
from shuangluan.kernel.permissions import SIGNED_IN, requires
from shuangluan.kernel.web import page, viewer
from shuangluan.overview.forms import DocumentCheckForm

bp = Blueprint("documents", __name__, url_prefix="/documents")
TONE = {DocumentState.VALID: "done", DocumentState.CORRECTED: "wait", DocumentState.REVOKED: "stop"}


@bp.get("/check")
@requires(SIGNED_IN)
def document_check() -> ResponseReturnValue:
    """The form, and what was handed out under the code that was typed."""
    asked = "code" in request.args
    form = DocumentCheckForm(request.args if asked else None)
    found = None
    if asked and form.validate():
        try:
            found = documents.checked(documents.read_code(form.code.data), viewer=viewer())
        except RuleBroken as broken:
            form.refuse(broken)
    return page(
        "overview/document_check.html",
        block="found",
        status=422 if asked and found is None else 200,
        form=form,
        found=found,
        labels=documents.STATE_LABEL,
        tones=TONE,
        local=clock.local,
    )
