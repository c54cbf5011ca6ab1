"""扫描件 of certificates, education and service: sent, opened, taken away; encrypted, every reading recorded."""

from io import BytesIO
from typing import Any

from flask import abort, current_app, send_file, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import attachments, audit, clock, vault
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.refusals import refuse
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms.scans import ScanForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import scans
from shuangluan.workforce.queries.papers import Paper, PaperKind
from shuangluan.workforce.queries.scans import Kept
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.training import who


def _path(stored_name: str) -> Any:
    return current_app.config["DATA_DIR"] / "files" / stored_name[:2] / stored_name


def _hang(kind: PaperKind) -> None:
    """The page of a kind of paper to which scans are sent."""

    @requires(Perm.WORKER_EDIT)
    def scan_new(record_id: int) -> ResponseReturnValue:
        paper = scans.paper_to_show(kind, record_id, viewer=viewer()) or abort(404)
        form = ScanForm()
        return _taken(paper, form) if form.is_submitted() else _asked(paper, form)

    bp.add_url_rule(
        f"/{kind.value}/<int:record_id>/scans", f"{kind.value}_scan", scan_new, methods=["GET", "POST"]
    )


for each in PaperKind:
    _hang(each)


def _asked(paper: Paper, form: ScanForm, *, status: int = 200) -> ResponseReturnValue:
    return page(
        "workforce/scan_form.html", block="dialog", status=status, paper=paper, form=form,
        kept=scans.scans_of_paper(paper.kind, paper.record.id), step=BaseForm(formdata=None),
    )  # fmt: skip


def _taken(paper: Paper, form: ScanForm) -> ResponseReturnValue:
    back = url_for(".worker_detail", worker_id=paper.worker.id)
    if form.validate():
        try:
            folder = current_app.config["DATA_DIR"]
            with attachments.stored(folder, form.uploads, sealed=True) as kept, saving(form):
                for upload, name in kept:
                    services.add_scan(paper, upload, name, **who())
            return done("扫描件已上传", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(paper, form, status=422)


def _sent(kept: Kept | None) -> ResponseReturnValue:
    """The file itself, shown in the browser where it is a picture; the reading is recorded after it was found."""
    if kept is None:
        abort(404)
    try:
        content = vault.unseal(_path(kept.scan.stored_name).read_bytes())
    except FileNotFoundError:
        return refuse(404, f"“{kept.scan.name}”不在服务器上，请把这个文件名告诉系统管理员。")
    is_picture = kept.scan.media_type.startswith("image/")
    response = send_file(
        BytesIO(content), mimetype=kept.scan.media_type if is_picture else "application/octet-stream",
        as_attachment=not is_picture, download_name=kept.scan.name, conditional=False, etag=False,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    with audit.transaction():
        services.note_opened(kept, by=actor(), at=clock.now())
    return response


@bp.get("/scans/<int:scan_id>")
@requires(Perm.WORKER_READ)
def scan_open(scan_id: int) -> ResponseReturnValue:
    """A scan in the file of one of the viewer's workers."""
    return _sent(scans.kept_scan(scan_id, viewer=viewer()))


@bp.get("/me/scans/<int:scan_id>")
@requires(Perm.OWN_READ)
def own_scan(scan_id: int) -> ResponseReturnValue:
    """A scan in her own file."""
    return _sent(scans.kept_scan(scan_id, viewer=viewer(), own=True))


@bp.post("/scans/<int:scan_id>/removal")
@requires(Perm.WORKER_EDIT)
def scan_removal(scan_id: int) -> ResponseReturnValue:
    """Take a scan away that was uploaded by mistake, with its bytes."""
    kept = scans.kept_scan(scan_id, viewer=viewer(), permission=Perm.WORKER_EDIT) or abort(404)
    path, back = _path(kept.scan.stored_name), url_for(".worker_detail", worker_id=kept.paper.worker.id)
    with saving(BaseForm()):
        services.remove_scan(kept, **who())
    path.unlink(missing_ok=True)
    return done("扫描件已删除", to=back)
