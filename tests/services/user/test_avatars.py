"""Pictures of people: what is taken, what becomes of it, what is left behind."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from lms_app.core.errors import InvalidInput, NotFound
from lms_app.services import user
from lms_app.services.user import avatars, pictures
from tests.factories.people import Nobody, person


def drawn(kind: str, size=(900, 600), **options) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def with_position() -> bytes:
    """A photograph as a phone takes it: turned by EXIF, with a place and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "CANARY-DESCRIPTION"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (37.0, 33.0, 58.0)
    return drawn("JPEG", (800, 600), exif=exif, comment=b"CANARY-COMMENT")


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_any_picture_becomes_a_small_square_of_one_format(kind):
    with Image.open(BytesIO(pictures.square_picture(drawn(kind)))) as made:
        assert (made.format, made.size) == ("WEBP", (512, 512))


def test_a_small_picture_is_not_blown_up():
    with Image.open(BytesIO(pictures.square_picture(drawn("PNG", (40, 90))))) as made:
        assert made.size == (40, 40)


def test_place_and_camera_are_gone_and_the_picture_stands_upright():
    given = with_position()
    assert b"CANARY" in given
    made = pictures.square_picture(given)
    assert b"CANARY" not in made
    with Image.open(BytesIO(made)) as picture:
        assert dict(picture.getexif()) == {}
        assert "exif" not in picture.info
        left = sum(picture.convert("L").getpixel((20, y)) for y in range(0, 512, 8))
        right = sum(picture.convert("L").getpixel((490, y)) for y in range(0, 512, 8))
        # The gradient runs from top to bottom; turned by EXIF it runs from right to left.
        assert left > right + 2000


def test_transparency_becomes_white():
    out = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(pictures.square_picture(out.getvalue()))) as made:
        assert min(made.convert("RGB").getpixel((32, 32))) > 250


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\0", b"GIF89a" + b"\0" * 64 + b"/*<script>alert(1)</script>*/",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%PDF-1.7 <html><script>alert(1)</script>", b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        drawn("JPEG")[:400], b"BM" + b"\0" * 200, drawn("TIFF"),
    ],
    ids=["empty", "byte", "gif-js", "svg", "pdf-html", "png", "cut", "bmp", "tiff"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(InvalidInput) as error:
        pictures.square_picture(data)
    assert error.value.fields == {"avatar": "error.picture"}


def test_a_script_behind_a_picture_does_not_come_through():
    made = pictures.square_picture(drawn("JPEG") + b"<script>CANARY</script>")
    assert b"CANARY" not in made


@pytest.mark.parametrize("size", [(50_000, 50_000), (12_001, 1), (6_000, 6_000)])
def test_too_many_pixels_are_refused_before_one_is_decoded(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "draft", lambda *_: pytest.fail("it began to decode"))
    with pytest.raises(InvalidInput) as error:
        pictures.square_picture(png_of(*size))
    assert error.value.key == "error.picture_pixels"


def test_too_many_bytes_are_refused():
    with pytest.raises(InvalidInput) as error:
        pictures.square_picture(b"\0" * (pictures.MAX_BYTES + 1))
    assert error.value.key == "error.picture_bytes"


def stored(site) -> set[str]:
    """Addresses of every picture in the store, which outlives a test."""
    return {f"/{key}" for key in site.objects.list_keys(avatars.PREFIX)}


def test_a_new_picture_takes_the_place_of_the_old_one(site):
    sam = person("Sam")
    first = sam.call(user.replace_avatar, drawn("PNG"))
    second = sam.call(user.replace_avatar, drawn("JPEG"))
    assert first != second
    assert sam.call(user.get_own_profile).avatar_url == second
    assert {first, second} & stored(site) == {second}
    name = second.removeprefix("/avatars/").removesuffix(".webp")
    assert Nobody().call(user.get_avatar, name).startswith(b"RIFF")
    sam.call(user.remove_avatar)
    assert sam.call(user.get_own_profile).avatar_url == ""
    assert second not in stored(site)
    with pytest.raises(NotFound):
        Nobody().call(user.get_avatar, name)


@pytest.mark.parametrize("name", ["", "..", "../secret", "A" * 32, "0" * 31, "0" * 33, "0" * 32])
def test_no_other_object_is_served_as_a_picture(site, name):
    with pytest.raises(NotFound):
        Nobody().call(user.get_avatar, name)


def test_a_refused_picture_leaves_the_old_one(site):
    sam = person("Sam")
    kept = sam.call(user.replace_avatar, drawn("PNG"))
    before = stored(site)
    with pytest.raises(InvalidInput):
        sam.call(user.replace_avatar, b"no picture")
    assert sam.call(user.get_own_profile).avatar_url == kept
    assert kept in before
    assert stored(site) == before
