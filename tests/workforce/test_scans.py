"""Scans of papers: encrypted, within the scope, every reading recorded (WF-43, WF-115)."""

from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import AuditEntry
from shuangluan.workforce import services
from shuangluan.workforce.models import Education, Scan
from shuangluan.workforce.rules import sentences
from tests import build
from tests.workforce.people import a_worker, deed, do


def picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    out.seek(0)
    return out


def test_wf_43_a_scan_is_sent_opened_beside_the_row_recorded_and_kept_as_evidence(site: Any, app: Any):
    worker = a_worker(person=build.person("worker"), graded=False, ratings=())
    facts = services.EducationFacts(level="硕士", diploma_on=clock.today(), recognized_from=clock.today())
    paper: Education = do(services.add_education, worker, facts)
    site.sign_in("community_staff")
    file = f"/workforce/workers/{worker.id}"
    address = f"/workforce/education/{paper.id}/scans"
    assert address in [one["href"] for one in site.get(file).soup.select("a[href$='/scans']")]
    site.get(address)
    sent = site.post(address, {"files": (BytesIO(b"MZ"), "a.exe")})
    assert (sent.status_code, "只收" in sent.text) == (422, True)
    good = site.post(address, {"files": (picture(), "毕业证.jpg")})
    assert good.status_code == 303
    scan = db.session.scalars(select(Scan)).one()
    stored = app.config["DATA_DIR"] / "files" / scan.stored_name[:2] / scan.stored_name
    assert not stored.read_bytes().startswith(b"\xff\xd8"), "encrypted on disk"
    site.sign_in("street_staff")
    page = site.get(f"/workforce/education/{paper.id}/verification")
    link = page.soup.select_one("a[href*='/scans/']")["href"]
    opened = site.client.get(link)
    assert (opened.status_code, opened.mimetype, opened.data[:2]) == (200, "image/jpeg", b"\xff\xd8")
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == sentences.SCAN_OPENED)).all()
    assert [(one.record_kind, one.record_id) for one in noted] == [("workforce_worker", worker.id)]
    site.sign_in("street_staff_2")
    assert site.get(link).status_code == 404
    site.sign_in("worker")
    own = site.get("/workforce/me").soup.select_one("a[href*='/me/scans/']")["href"]
    site.reads_html = False
    assert site.get(own).status_code == 200
    site.reads_html = True
    assert site.get(link).status_code == 403
    site.sign_in("community_staff")
    build.saved(lambda: services.verify_fact(paper, worker, "verified", way="原件", on=clock.today(), **deed()))
    removal = f"{link}/removal"
    assert site.post(removal).status_code == 422
    build.saved(lambda: services.verify_fact(paper, worker, "doubtful", way="缺页", on=clock.today(), **deed()))
    assert site.post(removal).status_code == 303
    assert (db.session.scalar(select(Scan.id)), stored.exists()) == (None, False)
