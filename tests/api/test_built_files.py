"""Built files as they are sent: packed once, in the form that the browser takes."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import httpx
import pytest
from reflex.utils.precompressed_staticfiles import PrecompressedStaticFiles
from reflex_base.config import get_config
from starlette.applications import Starlette
from starlette.routing import Mount

from lms_app.api.frame import SiteFrame
from lms_app.core.config import load_settings
from lms_app.local import packing

SCRIPT = (
    b"export default `" + b" ".join(b"%d" % (number * number) for number in range(2000)) + b"`;"
)
PAGE = b'<html lang="ko"><head><script>let a=1</script></head></html>'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("client")
    (folder / "assets").mkdir()
    (folder / "assets" / "a-1.js").write_bytes(SCRIPT)
    (folder / "assets" / "tiny-1.js").write_bytes(b"0")
    (folder / "404.html").write_bytes(PAGE)
    for path in (folder / "assets" / "a-1.js", folder / "404.html"):
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
    assert packing.pack(folder / "assets") == 1
    return folder


@pytest.fixture
def ask(built: Path, tmp_path: Path):
    """Ask as Reflex serves the build with our settings, our frame around it."""
    files = PrecompressedStaticFiles(
        directory=built, html=True, encodings=get_config().frontend_compression_formats
    )
    frame = SiteFrame(
        Starlette(routes=[Mount("/", files)]),  # type: ignore[arg-type]
        load_settings({"MARGIN_DATA_DIR": str(tmp_path)}),
        built,
    )

    async def asked(path: str, *, method: str = "GET", **headers: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=frame)  # type: ignore[arg-type]
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost:8000"
        ) as client:
            client.headers.pop("accept-encoding")
            async with client.stream(method, path, headers=headers) as answer:
                raw = b"".join([piece async for piece in answer.aiter_raw()])
                return httpx.Response(
                    answer.status_code, headers=answer.headers, extensions={"raw": raw}
                )

    return asked


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("BR", "br"),
        ("gzip", "gzip"),
        ("identity", ""),
        ("br;q=0, gzip;q=0", ""),
        ("*;q=0", ""),
        ("zstd", ""),
        (None, ""),
    ],
)
async def test_the_best_form_that_is_accepted_is_sent(ask, accepted, encoding):
    answer = await ask("/assets/a-1.js", **({"accept-encoding": accepted} if accepted else {}))
    assert answer.status_code == 200
    assert answer.headers.get("content-encoding", "") == encoding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert unpack(answer.extensions["raw"]) == SCRIPT
    assert int(answer.headers["content-length"]) == len(answer.extensions["raw"])
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_each_form_has_a_tag_of_its_own_that_spares_sending_it_again(ask):
    forms = ("br", "gzip", "identity")
    tags = {}
    for form in forms:
        answer = await ask("/assets/a-1.js", **{"accept-encoding": form})
        tags[form] = answer.headers["etag"]
    assert len(set(tags.values())) == len(forms)
    for form, tag in tags.items():
        again = await ask("/assets/a-1.js", **{"accept-encoding": form, "if-none-match": tag})
        assert again.status_code == 304
        assert again.extensions["raw"] == b""
        assert again.headers["vary"] == "Accept-Encoding"


async def test_head_and_ranges_are_about_the_form_that_is_sent(ask, built):
    packed = (built / "assets" / "a-1.js.br").read_bytes()
    asked = {"accept-encoding": "br"}
    head = await ask("/assets/a-1.js", method="HEAD", **asked)
    assert head.headers["content-length"] == str(len(packed))
    assert head.headers["content-encoding"] == "br"
    assert head.extensions["raw"] == b""
    part = await ask("/assets/a-1.js", range="bytes=10-19", **asked)
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes 10-19/{len(packed)}"
    assert part.extensions["raw"] == packed[10:20]
    plain = await ask("/assets/a-1.js", range="bytes=10-19")
    assert plain.extensions["raw"] == SCRIPT[10:20]


async def test_what_is_not_worth_packing_goes_as_it_is(ask):
    answer = await ask("/assets/tiny-1.js", **{"accept-encoding": "br, gzip"})
    assert "content-encoding" not in answer.headers
    assert answer.extensions["raw"] == b"0"


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
async def test_a_built_file_that_is_gone_is_a_page_with_its_own_policy(ask, accepted):
    answer = await ask("/assets/gone.js", **{"accept-encoding": accepted})
    assert answer.status_code == 404
    assert "content-encoding" not in answer.headers
    assert answer.extensions["raw"] == PAGE
    assert "sha256-" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-cache, private"
