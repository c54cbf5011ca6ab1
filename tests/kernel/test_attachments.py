"""Uploads are judged by their content, pictures lose what is hidden in them, bombs are not unpacked (E01–E05)."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from shuangluan.extensions import db
from shuangluan.kernel import attachments, audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Matter
from tests import build

CAMERA = "演示相机"


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 60)) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, "red")
    exif = Image.Exif()
    exif[0x010F] = CAMERA  # maker
    image.save(out, kind, exif=exif)
    return out.getvalue()


def archive(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, content)
    return out.getvalue()


def check(name: str, content: bytes) -> attachments.Upload:
    return attachments.check_upload(name, io.BytesIO(content))


@pytest.mark.parametrize(("name", "kind"), [("坡道.jpg", "JPEG"), ("坡道.JPEG", "JPEG"), ("坡道.png", "PNG")])
def test_e13_a_picture_is_made_anew_without_its_exif(name: str, kind: str):
    sent = picture(kind)
    kept = check(name, sent)
    assert kept.name == name
    assert CAMERA.encode() not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert not image.getexif()


def test_a_large_photo_is_made_smaller():
    with Image.open(io.BytesIO(check("大.jpg", picture(size=(4000, 3000))).content)) as image:
        assert max(image.size) == attachments.LONGEST_SIDE


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("病毒.exe", b"MZ", "只收 jpg"),
        ("没有扩展名", b"x", "只收 jpg"),
        ("假.jpg", b"<script>", "打不开"),
        ("半张.jpg", picture()[:200], "打不开"),
        ("假.pdf", b"not", "不是 PDF"),
        ("假.docx", b"PK broken", "已损坏"),
        ("表.docx", archive("xl/workbook.xml"), "内容和扩展名不符"),
        ("炸弹.xlsx", archive("xl/workbook.xml", content=b"0" * 3_000_000), "展开后太大"),
        ("许多.docx", archive(*[f"word/{n}.xml" for n in range(501)]), "展开后太大"),
        ("大.pdf", b"%PDF-" + b"0" * attachments.MAX_BYTES, "超过 20 MB"),
        ("图.jpg", archive("a"), "打不开"),
    ],
)
def test_e01_e05_what_is_not_what_it_says_is_refused_with_a_way_out(name: str, content: bytes, said: str):
    with pytest.raises(RuleBroken, match=said) as broken:
        check(name, content)
    assert broken.value.field == "files"


def test_documents_are_kept_as_they_are():
    assert check("公示.pdf", b"%PDF-1.7 x").content == b"%PDF-1.7 x"
    packed = archive("word/document.xml")
    assert check("说明.docx", packed).content == packed


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", r"C:\照片\坡道.jpg", "a\r\nb.jpg", "x" * 300 + ".jpg"])
def test_e04_a_name_is_data_without_paths_or_line_breaks(name: str):
    kept = check(name, picture()).name
    assert not set(kept) & {"/", "\\", "\r", "\n"}
    assert len(kept) <= 120
    assert kept.endswith(".jpg")


def test_photos_are_counted_and_are_pictures():
    photo = check("一.jpg", picture())
    attachments.check_photos([photo] * 3, 3)
    with pytest.raises(RuleBroken, match="最多 3 张，现在有 4 张"):
        attachments.check_photos([photo] * 4, 3)
    with pytest.raises(RuleBroken, match="不是照片"):
        attachments.check_photos([check("一.pdf", b"%PDF-")], 3)


def test_e02_bytes_lie_under_a_random_name_that_only_the_owner_reads(app, tmp_path: Path):
    upload = check("坡道.jpg", picture())
    with audit.transaction():
        appeal = build.an_appeal()
        matter = db.session.get_one(Matter, appeal.matter_id)
        stored = attachments.store(tmp_path, upload)
        row = attachments.attach(
            matter, upload, stored, purpose="photo", by=build.actor("community_admin"), at=clock.now()
        )
    path = attachments.path_of(tmp_path, row)
    assert path.read_bytes() == upload.content
    assert "坡道" not in str(path)
    assert path.stat().st_mode & 0o077 == 0
    assert (row.name, row.size, row.media_type) == ("坡道.jpg", len(upload.content), "image/jpeg")
