"""What becomes of what people write."""

import pytest

from lms_app.core.markdown import render_markdown


def test_an_own_picture_is_shown():
    html = render_markdown('![A map](/covers/maps.svg "Maps")')
    assert '<img src="/covers/maps.svg" alt="A map" title="Maps">' in html


@pytest.mark.parametrize(
    "address", ["https://evil.example/a.png", "//evil.example/a.png", "http://evil.example/a"]
)
def test_a_picture_of_another_site_is_a_link_and_is_not_loaded(address):
    html = render_markdown(f"![A map]({address})")
    assert "<img" not in html
    assert f'href="{address}"' in html
    assert ">A map</a>" in html


@pytest.mark.parametrize(
    "text",
    [
        '![x](https://e.example/"onerror="alert(1))',
        "![<script>alert(1)</script>](https://e.example/a.png)",
        "![x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        '<iframe srcdoc="<script>alert(1)</script>">',
        "[x](javascript:alert(1))",
    ],
)
def test_nothing_written_can_act(text):
    html = render_markdown(text)
    assert "<script" not in html
    assert "<iframe" not in html
    assert " onerror=" not in html.replace("&quot;", '"').split(">")[0]
    assert 'href="javascript:' not in html


def test_headings_begin_below_the_title_of_the_page():
    assert "<h2>One</h2>" in render_markdown("# One")
    assert "<h4>Four</h4>" in render_markdown("##### Four")
