"""Pictures that are drawn for a test: one like a photo, one like a diagram; the same points every time."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw


def photo(width: int = 1600, height: int = 1067) -> Image.Image:
    """Return what an encoder takes for a photo: edges everywhere, as of leaves or a crowd, in soft and uneven light."""
    chance = random.Random(1)  # noqa: S311 - nothing is kept secret by it
    image = Image.merge("RGB", [_light(width, height, chance) for _ in "RGB"])
    pen = ImageDraw.Draw(image)
    for _ in range(3000):
        x, y = chance.random() * width, chance.random() * height
        end = x + width / 9 * (chance.random() - 0.5), y + width / 9 * (chance.random() - 0.5)
        tint = chance.randrange(20, 230), chance.randrange(20, 230), chance.randrange(20, 230)
        pen.line((x, y, *end), tint, max(1, width // 300))
    return image


def _light(width: int, height: int, chance: random.Random) -> Image.Image:
    light = Image.new("L", (width, height), 128)
    for across in (3, 9, 27, 81):
        size = (across, max(1, across * height // width))
        spots = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
        spots = spots.resize((width, height), Image.Resampling.BICUBIC)
        light = Image.blend(light, spots, 1.5 / across**0.7)
    return light


def diagram(width: int = 1000, height: int = 600) -> Image.Image:
    """Return sharp lines and flat colours on a ground that one sees through."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for left in range(0, width - 150, 200):
        pen.rectangle((left + 10, height // 3, left + 150, height // 2), "#0B5563")
        pen.line((left + 150, height * 5 // 12, left + 210, height * 5 // 12), "#A8241C", 6)
    return image


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()
