"""Uploaded files: checked by content, images re-encoded without EXIF, stored outside the static tree (E01–E05)."""

import hashlib
import io
import secrets
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from shuangluan.kernel import audit, vault
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import clean
from shuangluan.kernel.models import Attachment, Matter

MAX_BYTES = 20 * 2**20
MAX_PIXELS = 40_000_000
MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 500, 200 * 2**20, 100
LONGEST_SIDE = 2400  # pixels kept of a photo

ALLOWED = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ZIP_MARKS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


@dataclass(frozen=True)
class Upload:
    """A file that passed the checks, with the bytes that will be stored."""

    name: str
    media_type: str
    content: bytes


def check_upload(name: str | None, stream: IO[bytes]) -> Upload:
    """Look at what was uploaded, not at what it is called. Raises RuleBroken with what to do."""
    shown = " ".join(clean((name or "").replace("\\", "/").rsplit("/", 1)[-1]).split())[-120:] or "未命名"
    suffix = Path(shown).suffix.lower()
    if suffix not in ALLOWED:
        raise RuleBroken(f"“{shown}”不能上传：只收 jpg、png、pdf、docx、xlsx", "files")
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise RuleBroken(f"“{shown}”超过 20 MB，请压缩后再传", "files")
    if suffix in {".jpg", ".jpeg", ".png"}:
        content = _reencoded(shown, content, "PNG" if suffix == ".png" else "JPEG")
    elif suffix == ".pdf":
        if not content.startswith(b"%PDF-"):
            raise RuleBroken(f"“{shown}”不是 PDF 文件，请重新导出后再传", "files")
    else:
        _check_archive(shown, content, ZIP_MARKS[suffix])
    return Upload(shown, ALLOWED[suffix], content)


def check_photos(uploads: list[Upload], most: int) -> None:
    """Raises RuleBroken for too many, or for what is no picture."""
    if len(uploads) > most:
        raise RuleBroken(f"照片最多 {most} 张，现在有 {len(uploads)} 张，请去掉几张", "photos")
    for upload in uploads:
        if not upload.media_type.startswith("image/"):
            raise RuleBroken(f"“{upload.name}”不是照片：这里只收 jpg、png", "photos")


def store(folder: Path, upload: Upload, *, sealed: bool = False) -> str:
    """Write the bytes under a random name; called before the transaction that attaches them."""
    stored = secrets.token_hex(24)
    target = folder / "files" / stored[:2]
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = target / stored
    path.write_bytes(vault.seal(upload.content) if sealed else upload.content)
    path.chmod(0o600)
    return stored


@contextmanager
def stored(
    folder: Path, uploads: Sequence[Upload], *, sealed: bool = False
) -> Iterator[list[tuple[Upload, str]]]:
    """The bytes on disk for the block that attaches them; taken away again when it does not end well.

    Stands around the transaction: files are written before it and an undone one leaves none behind.
    """
    kept: list[tuple[Upload, str]] = []
    try:
        for upload in uploads:
            kept.append((upload, store(folder, upload, sealed=sealed)))
        yield kept
    except BaseException:
        for _, name in kept:
            (folder / "files" / name[:2] / name).unlink(missing_ok=True)
        raise


def path_of(folder: Path, attachment: Attachment) -> Path:
    """Where an attachment's bytes lie."""
    return folder / "files" / attachment.stored_name[:2] / attachment.stored_name


def content_of(folder: Path, attachment: Attachment) -> bytes:
    """The bytes as they came in. Raises FileNotFoundError when they are not there, VaultError under another key."""
    content = path_of(folder, attachment).read_bytes()
    return vault.unseal(content) if attachment.is_sealed else content


def attach(
    matter: Matter, upload: Upload, stored: str, *, purpose: str, by: audit.Actor, at: datetime, sealed: bool = False
) -> Attachment:
    """Hang a stored file on a matter; `sealed` as it was stored."""
    row = Attachment(
        matter_id=matter.id,
        purpose=purpose,
        name=upload.name,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        stored_name=stored,
        is_sealed=sealed,
        uploaded_at=at,
        uploaded_by_id=by.id or 0,
        uploader_name=by.name,
    )
    audit.created("kernel.attachment.added", row, by=by, at=at)
    return row


def _reencoded(name: str, content: bytes, kind: str) -> bytes:
    """The picture alone: no position, no camera, no hidden bytes (E13)."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise RuleBroken(f"“{name}”超过 4000 万像素，请缩小后再传", "files")
            picture = ImageOps.exif_transpose(image)
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            picture.convert("RGB" if kind == "JPEG" else "RGBA").save(out, kind, quality=85)
            return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise RuleBroken(f"“{name}”打不开，不是完整的照片，请重新拍或另存后再传", "files") from None


def _check_archive(name: str, content: bytes, mark: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise RuleBroken(f"“{name}”已损坏，请重新另存后再传", "files") from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise RuleBroken(f"“{name}”展开后太大，请删去图片或分开保存后再传", "files")
    if mark not in {member.filename for member in members}:
        raise RuleBroken(f"“{name}”的内容和扩展名不符，请重新另存后再传", "files")
