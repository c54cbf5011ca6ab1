"""Small drawings in place of photographs: a house by day or by night, with its light on or off."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from shuangluan.kernel.attachments import Upload, check_upload

SIZE = (480, 360)
SKIES = ((196, 216, 232), (228, 206, 176), (52, 60, 84), (206, 214, 210))


def pictures() -> Sequence[Upload]:
    """The drawings as uploads, always the same."""
    return [
        check_upload(f"演示照片{n}.jpg", io.BytesIO(_drawn(sky, lit=bool(n % 2)))) for n, sky in enumerate(SKIES, 1)
    ]


def _drawn(sky: tuple[int, int, int], *, lit: bool) -> bytes:
    image = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 290, 480, 360), fill=(150, 146, 138))
    draw.rectangle((90, 60, 390, 300), fill=(188, 168, 148), outline=(120, 104, 90), width=3)
    window = (250, 226, 140) if lit else (96, 106, 118)
    for row in range(4):
        for column in range(5):
            if row == 3 and column == 2:
                continue
            left, top = 110 + column * 56, 78 + row * 56
            draw.rectangle((left, top, left + 34, top + 36), fill=window, outline=(120, 104, 90))
    draw.rectangle((222, 246, 258, 300), fill=(110, 74, 56))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=85)
    return file.getvalue()
