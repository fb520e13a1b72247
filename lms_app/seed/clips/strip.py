"""The binary strip: the time of a frame written into its top edge, for tests to read back.

Sixteen equal blocks across the full width, white for 1 and black for 0, most significant bit
first, hold the tenths of a second since the start. Blocks of a 360p frame are 40 by 12 pixels:
large enough to survive H.264 at low quality, where digits would not be readable by a program.
"""

from PIL import Image, ImageDraw

BITS = 16
_HEIGHT_DIVISOR = 30  # 24 px at 720p, 12 px at 360p


def strip_height(frame_height: int) -> int:
    return round(frame_height / _HEIGHT_DIVISOR)


def draw_strip(draw: ImageDraw.ImageDraw, size: tuple[int, int], tenths: int) -> None:
    width, height = size[0], strip_height(size[1])
    for index in range(BITS):
        bit = tenths >> (BITS - 1 - index) & 1
        left, right = index * width // BITS, (index + 1) * width // BITS - 1
        draw.rectangle((left, 0, right, height - 1), fill="#ffffff" if bit else "#000000")


def read_strip(image: Image.Image) -> float:
    """Seconds since the start, to a tenth, of a frame at any scale (cropped to the picture)."""
    width, height = image.size
    band = height / _HEIGHT_DIVISOR
    gray = image.convert("L")
    tenths = 0
    for index in range(BITS):
        # The inner half of a block: its edges blur when a frame is scaled or compressed.
        left, right = (index + 0.25) * width / BITS, (index + 0.75) * width / BITS
        block = gray.crop((int(left), int(band * 0.25), int(right) + 1, int(band * 0.75) + 1))
        bright = sum(level * count for level, count in enumerate(block.histogram()))
        tenths = tenths << 1 | (bright / (block.width * block.height) > 127)
    return tenths / 10
