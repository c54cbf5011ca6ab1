"""Photos of a registration: three at most, looked at, without a position, and none left behind (E01, E13, D23)."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.kernel import attachments
from shuangluan.kernel.models import Attachment
from tests import build

PAGES = ["/grid/appeals/new", "/grid/quick-report"]
CASE = {
    "place": "御景园 1号楼", "category": "facility_broken", "description": "门关不上", "source": "call_visit",
    "reporter_kind": "anonymous",
}  # fmt: skip
GPS = 34853


def a_photo(name: str = "门.jpg", size: tuple[int, int] = (40, 30)) -> tuple[io.BytesIO, str]:
    """A photo as a phone takes it: with its position in the file."""
    image = Image.new("RGB", size, "brown")
    exif = image.getexif()
    exif[GPS] = {1: "N", 2: (40.0, 57.0, 0.0), 3: "E", 4: (117.0, 44.0, 0.0)}
    out = io.BytesIO()
    image.save(out, "JPEG" if name.endswith("jpg") else "PNG", exif=exif)
    return io.BytesIO(out.getvalue()), name


def files(site: Any) -> list[Path]:
    """What lies in the folder of uploads."""
    return [path for path in (Path(site.app.config["DATA_DIR"]) / "files").rglob("*") if path.is_file()]


def attached() -> list[Attachment]:
    return list(db.session.scalars(select(Attachment).order_by(Attachment.id)))


@pytest.mark.parametrize("page", PAGES)
def test_three_photos_hang_on_the_appeal_and_can_be_seen(site, page: str):
    site.sign_in("grid_worker")
    answer = site.post(page, {**CASE, "photos": [a_photo(), a_photo("二.png"), a_photo("三.jpg")]})
    assert answer.status_code == 303
    appeal = db.session.scalars(select(Appeal)).one()
    assert [(one.name, one.purpose, one.matter_id) for one in attached()] == [
        (name, "photo", appeal.matter_id) for name in ("门.jpg", "二.png", "三.jpg")
    ]
    assert len(files(site)) == 3
    for one in attached():
        assert site.get(f"/attachments/{one.id}").mimetype == one.media_type
        assert f"/attachments/{one.id}" in site.get(f"/grid/phone/appeals/{appeal.id}").text
    site.sign_in("community_staff_2")
    assert site.get(f"/attachments/{attached()[0].id}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_the_position_is_taken_out_of_a_photo(site, page: str):
    sent, _ = a_photo()
    assert GPS in Image.open(sent).getexif()
    site.sign_in("grid_worker")
    site.post(page, {**CASE, "photos": [a_photo()]})
    [stored] = files(site)
    with Image.open(stored) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (40, 30)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([("1.jpg",), ("2.jpg",), ("3.jpg",), ("4.jpg",)], "照片最多 3 张，现在有 4 张"),
        ([("门.jpg", b"not a picture at all")], "“门.jpg”打不开"),
        ([("门.exe", b"MZ")], "“门.exe”不能上传"),
        ([("说明.pdf", b"%PDF-1.4 ")], "“说明.pdf”不是照片"),
        ([("好.jpg",), ("坏.jpg", b"\xff\xd8\xff")], "“坏.jpg”打不开"),
    ],
)
def test_what_is_no_photo_is_refused_by_name_and_nothing_is_left_behind(site, page: str, sent: list[Any], said: str):
    site.sign_in("grid_worker")
    photos = [a_photo(one[0]) if len(one) == 1 else (io.BytesIO(one[1]), one[0]) for one in sent]
    answer = site.post(page, {**CASE, "photos": photos})
    assert answer.status_code == 422
    assert said in answer.words("#photos-error")[0]
    assert answer.soup.select_one("#description").text.strip() == CASE["description"]
    assert files(site) == attached() == []
    assert db.session.scalars(select(Appeal)).all() == []


def test_photos_of_a_form_that_only_asked_are_not_kept_and_it_says_so(site):
    build.an_appeal()
    site.sign_in("community_staff")
    answer = site.post(PAGES[0], {**CASE, "photos": [a_photo()]})
    assert answer.status_code == 422
    assert files(site) == []
    assert "照片没有存下，重新选一次" in answer.words("#photos-hint")[0]
    quick = site.post(PAGES[0], {**CASE, "photos": [a_photo()]}, htmx=True)
    assert "重新选一次" not in quick.words("#photos-hint")[0]
    assert quick.soup.select_one("#photo-field").has_attr("hx-preserve")  # htmx keeps the chosen files


def test_a_repeat_leaves_no_second_copy(site):
    site.sign_in("community_staff")
    for _ in range(2):
        site.post(PAGES[0], {**CASE, "form_token": "one token for both", "photos": [a_photo()]})
    assert len(files(site)) == len(attached()) == 1


def test_what_a_rule_refuses_takes_its_files_with_it(site, monkeypatch):
    site.sign_in("community_staff")
    before: list[int] = []
    keep = attachments.attach

    def attach_and_break(*args: Any, **more: Any) -> Any:
        before.append(len(files(site)))
        keep(*args, **more)
        raise attachments.RuleBroken("到此为止")

    monkeypatch.setattr(attachments, "attach", attach_and_break)
    answer = site.post(PAGES[0], {**CASE, "photos": [a_photo(), a_photo("二.jpg")]})
    assert answer.status_code == 422
    assert before == [2]  # they were there while the transaction ran
    assert files(site) == attached() == []
    assert db.session.scalars(select(Appeal)).all() == []
