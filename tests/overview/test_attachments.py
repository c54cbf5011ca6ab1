"""Files are served after the scope check of their record, pictures shown, everything else handed out (E02–E04, B08)."""

from pathlib import Path
from urllib.parse import quote

import pytest

from shuangluan.kernel import attachments, clock
from shuangluan.kernel.audit import transaction
from shuangluan.kernel.permissions import ROLES
from tests import build

PNG = b"\x89PNG\r\n\x1a\n picture"


def a_file(app, name: str = "办理单（二）.pdf", media_type: str = "application/pdf") -> int:
    """A file of an appeal in community A."""
    content = PNG if media_type.startswith("image/") else b"%PDF-1.7 text"
    appeal = build.an_appeal()
    upload = attachments.Upload(name, media_type, content)
    stored = attachments.store(Path(app.config["DATA_DIR"]), upload)
    with transaction():
        row = attachments.attach(
            appeal.matter, upload, stored, purpose="evidence", by=build.actor("community_admin"), at=clock.now()
        )
        return row.id


def test_a_document_is_handed_out_under_its_chinese_name(app, site):
    number = a_file(app)
    site.sign_in("community_admin")
    answer = site.get(f"/attachments/{number}")
    assert answer.status_code == 200
    assert answer.data == b"%PDF-1.7 text"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert f"filename*=UTF-8''{quote('办理单（二）.pdf')}" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("name", "media_type"), [("灯.png", "image/png"), ("灯.jpg", "image/jpeg")])
def test_a_picture_is_shown_in_place(app, site, name: str, media_type: str):
    number = a_file(app, name, media_type)
    site.sign_in("community_admin")
    answer = site.get(f"/attachments/{number}")
    assert answer.mimetype == media_type
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xhtml+xml"])
def test_what_a_browser_would_run_is_never_shown(app, site, media_type: str):
    number = a_file(app, "x.html", media_type)
    site.sign_in("community_admin")
    answer = site.get(f"/attachments/{number}")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("name", ["一\r\nSet-Cookie: a=b.pdf", 'a"b;c.pdf', "a\tb.pdf"])
def test_no_name_breaks_the_header(app, site, name: str):
    number = a_file(app, name)
    site.sign_in("community_admin")
    answer = site.get(f"/attachments/{number}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "\n" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("role", [*ROLES, "community_admin_2", "street_staff_2", "grid_leader_2"])
def test_who_may_not_open_the_record_finds_no_file(app, site, role: str):
    number = a_file(app)
    site.sign_in(role)
    readers = {
        "community_admin", "community_staff", "grid_leader", "grid_worker", "street_staff", "street_leader",
        "district_org", "auditor",
    }  # fmt: skip
    assert site.get(f"/attachments/{number}").status_code == (200 if role in readers else 404)


def test_a_foreign_file_and_an_unknown_one_answer_alike(app, site):
    number = a_file(app)
    site.sign_in("community_admin_2")
    foreign, unknown = site.get(f"/attachments/{number}"), site.get("/attachments/999999")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.words("main") == unknown.words("main")


def test_a_file_that_is_gone_from_the_disk_says_so(app, site):
    number = a_file(app)
    for path in (Path(app.config["DATA_DIR"]) / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    site.sign_in("community_admin")
    answer = site.get(f"/attachments/{number}")
    assert answer.status_code == 404
    assert "“办理单（二）.pdf”不在服务器上" in answer.text


def test_a_stranger_gets_no_file(app, site):
    assert site.get(f"/attachments/{a_file(app)}").status_code == 302
