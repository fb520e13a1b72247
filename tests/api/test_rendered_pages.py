"""Pages as complete HTML: what stands in them, for whom, and what happens when something is away.

Data, states and cache are real. The renderer is one that can be counted, slowed and broken; the
real one has its tests in a browser.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import redis
from rq import Queue
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from lms_app import composition
from lms_app.adapters import redis_page_cache
from lms_app.adapters.redis_page_cache import RedisPageCache
from lms_app.api.frame import SiteFrame
from lms_app.api.rendered import RenderedPages
from lms_app.core.config import settings
from lms_app.core.errors import PortUnavailable
from lms_app.services import auth, course, user
from lms_app.states.portal import first_html
from lms_app.states.portal.first_html import FirstHtml
from tests.factories.courses import draft, published, texts
from tests.factories.people import instructor, person
from workers import delivery
from workers import pages as jobs
from workers.relay import drain
from workers.subscriptions import SUBSCRIPTIONS

SHELL = '<!DOCTYPE html><html lang="ko"><head><script>0</script></head><body>shell</body></html>'
ROUTES = (
    "/", "/courses", "/courses/[slug]", "/instructors/[handle]", "/learn/[slug]", "/admin",
    "/login", "/terms", "404",
)  # fmt: skip


class CountingRenderer:
    """Renders nothing but says what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.is_away = False
        self.seconds = 0.0
        self._lock = threading.Lock()

    def render(self, address: str, state: str) -> str:
        if self.is_away:
            raise PortUnavailable("page_renderer", "away")
        with self._lock:
            self.asked.append(address)
        time.sleep(self.seconds)
        return (
            f'<html lang="ko"><head><title>x</title></head><body>rendered {address}</body></html>'
        )


@pytest.fixture
def renderer() -> CountingRenderer:
    return CountingRenderer()


@pytest.fixture
def site_with(site, tmp_path: Path, renderer):
    """Make a site of its own: another process, as far as its pages know."""
    (tmp_path / "__spa-fallback.html").write_text(SHELL)

    def make(cache=None) -> SiteFrame:
        inner = Starlette(
            routes=[
                Route("/api/x", lambda _r: PlainTextResponse("api")),
                Route("/{path:path}", lambda _r: PlainTextResponse("inner")),
            ]
        )
        pages = RenderedPages(
            inner,
            settings(),
            tmp_path,
            FirstHtml(ROUTES),
            renderer=lambda: renderer,
            cache=lambda: cache or composition.page_cache(),
        )
        return SiteFrame(pages, settings(), tmp_path)

    return make


@pytest.fixture
def get(site_with):
    app = site_with()

    def ask(path: str, *, app=app, **headers: str) -> httpx.Response:
        return asyncio.run(fetch(app, path, **headers))

    return ask


async def fetch(app, path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=settings().site_url) as client:
        return await client.get(path, headers=headers)


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(2000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


def state_of(answer: httpx.Response) -> str:
    return re.search(r'id="margin-state">(.*?)</script>', answer.text, re.DOTALL)[1]


def session_cookie_of(who) -> str:
    return f"__Host-sid={who.credential.session_token}"


def test_home_catalogue_and_course_carry_their_courses(get):
    made = published(instructor("Ada"), "Reading maps")
    for path in ("/", "/courses", f"/courses/{made.slug}"):
        answer = get(path)
        assert answer.status_code == 200
        assert f"rendered {path}" in answer.text
        assert "Reading maps" in state_of(answer)
        assert answer.headers["cache-control"] == "no-cache, private"
        assert "style-src-attr 'none'" in answer.headers["content-security-policy"]


def test_the_visitors_language_is_there_from_the_first_byte(get):
    published(instructor("Ada"))
    english = get("/courses", cookie="lang=en")
    assert '<html lang="en"' in english.text
    assert '"lang_rx_state_": "en"' in state_of(english)
    assert '<html lang="ko"' in get("/courses").text
    assert '<html lang="en"' in get("/courses?lang=en").text


def test_programs_find_title_description_languages_and_data(get):
    made = published(instructor("Ada"), "Reading maps")
    text = get(f"/courses/{made.slug}").text
    for wanted in (
        '<meta property="og:title" content="Reading maps · Margin"/>',
        '<meta property="og:description" content="Contours and legends"/>',
        '<meta property="og:type" content="article"/>',
        '<meta property="og:locale" content="ko_KR"/>',
        f'<link rel="canonical" href="{settings().site_url}/courses/{made.slug}"/>',
        f'hreflang="en" href="{settings().site_url}/courses/{made.slug}?lang=en"',
        'hreflang="x-default"',
    ):
        assert wanted in text
    blocks = re.findall(r'ld\+json">(.*?)</script>', text)
    kinds = {data["@type"]: data for data in map(json.loads, blocks)}
    assert kinds["Course"]["name"] == "Reading maps"
    assert kinds["Course"]["hasCourseInstance"]["instructor"]["name"] == "Ada"
    assert [step["position"] for step in kinds["BreadcrumbList"]["itemListElement"]] == [1, 2, 3]
    assert '"WebSite"' in get("/").text


def test_a_course_page_counts_its_own_videos_and_texts(get):
    ada = instructor("Ada")
    made = draft(ada, "Reading maps", lessons=2)
    page = UUID(ada.call(course.add_lesson, made.section_id, title="Page", kind="article"))
    ada.call(course.update_lesson, page, body_md="Text.")
    ada.call(course.publish_course, made.id)
    state = state_of(get(f"/courses/{made.slug}"))
    for value in ('"video_count_rx_state_": 2', '"article_count_rx_state_": 1'):
        assert value in state
    for value in ('"has_captions_rx_state_": false', '"best_quality_rx_state_": 0'):
        assert value in state


def test_a_title_cannot_leave_its_place(get):
    evil = '</script><script>alert(1)</script>"><img src=x>'
    made = published(instructor("Ada"), evil)
    for path in (f"/courses/{made.slug}", "/courses", "/"):
        text = get(path).text
        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text


def test_what_is_not_there_is_a_404_that_no_engine_keeps(get):
    hidden = draft(instructor("Ada"), "Not yet")
    for path in ("/nowhere", "/courses/nothing", f"/courses/{hidden.slug}"):
        answer = get(path)
        assert answer.status_code == 404
        assert 'name="robots" content="noindex"' in answer.text
        assert "Not yet" not in answer.text


def test_a_draft_tells_who_has_a_session_no_more_than_others(get):
    ada = instructor("Ada")
    hidden = draft(ada, "Not yet")
    own = get(f"/courses/{hidden.slug}", cookie=session_cookie_of(ada))
    none = get("/courses/nothing", cookie=session_cookie_of(ada))
    assert own.status_code == none.status_code == 404
    assert own.text.replace(hidden.slug, "nothing") == none.text


def test_nothing_of_a_person_is_in_their_page(get):
    made = published(instructor("Ada"))
    kim = person("Kimberley")
    for path in ("/", "/courses", f"/courses/{made.slug}", f"/learn/{made.slug}", "/admin"):
        answer = get(path, cookie=session_cookie_of(kim))
        assert "Kimberley" not in answer.text
        assert str(kim.id) not in answer.text
        assert kim.credential.session_token not in answer.text
        assert '"is_expected_rx_state_": true' in state_of(answer)
        assert '"is_signed_in_rx_state_": false' in state_of(answer)


def test_somebodys_own_page_is_its_frame_in_their_language(get, renderer):
    answer = get("/learn/any-course?l=1", cookie="lang=en")
    assert answer.status_code == 200
    assert renderer.asked == ["/learn/-"]
    assert '"lang_rx_state_": "en"' in state_of(answer)
    assert "noindex" in answer.text


def test_a_refused_sign_in_says_why_without_scripts_and_is_not_kept(get, renderer):
    answer = get("/login?error=error.wrong_password&next=/courses")
    assert '"next_path_rx_state_": "/courses"' in state_of(answer)
    get("/login?error=error.wrong_password&next=/courses")
    assert len(renderer.asked) == 2


def test_what_is_no_page_passes(get, renderer):
    assert get("/api/x").text == "api"
    for path in ("/robots.txt", "/assets/a.js", "/covers/x.svg", "/ping"):
        assert get(path).text == "inner"
    assert renderer.asked == []


def test_a_page_is_made_once_and_serves_both_encodings(get, renderer):
    published(instructor("Ada"))
    packed = get("/courses", **{"accept-encoding": "gzip"})
    plain = get("/courses", **{"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert len(renderer.asked) == 1


def test_every_language_and_kind_of_visitor_has_a_page_of_its_own(get, renderer):
    held = session_cookie_of(person("Kim"))
    for cookie in ("", "lang=en", held, f"{held}; lang=en"):
        get("/", cookie=cookie)
        get("/", cookie=cookie)
    assert len(renderer.asked) == 4


def test_whose_session_has_ended_gets_the_guests_page(get, renderer):
    kim, sam = person("Kim"), person("Sam")
    get("/", cookie=session_cookie_of(sam))
    kim.call(auth.sign_out)
    guest = get("/")
    for cookie in (session_cookie_of(kim), "__Host-sid=x", "__Host-sid=" + "x" * 8000):
        assert get("/", cookie=cookie).text == guest.text
    assert len(renderer.asked) == 2


def test_what_anybody_can_invent_is_not_kept(get, renderer):
    published(instructor("Ada"))
    for path in ("/courses?q=maps", "/courses?category=none", "/courses?page=9", "/nowhere-1"):
        get(path)
        get(path)
    invented = [x for x in renderer.asked if x != "/404"]
    assert len(invented) == 6
    assert renderer.asked.count("/404") == 1


def kept_pages() -> int:
    store = redis.Redis.from_url(settings().redis_url.replace("/0", "/3"))
    return sum(1 for _ in store.scan_iter("page:*"))


@pytest.mark.parametrize("query", ["sort=zzz1", "level=x", "length=x", "language=x", "page=1"])
def test_values_that_are_none_share_the_page_without_them(get, renderer, query):
    published(instructor("Ada"))
    for path in ("/courses", f"/courses?{query}"):
        assert f'canonical" href="{settings().site_url}/courses"' in get(path).text
    assert renderer.asked == ["/courses"]
    assert kept_pages() == 1


def test_a_course_is_kept_under_its_own_address_only(get, renderer):
    made = published(instructor("Ada"), "Reading maps")
    slug, padded = made.slug, made.slug + "%00"
    encoded = "%25" + f"{ord(slug[0]):02x}" + slug[1:]
    assert get(f"/courses/{slug}").status_code == 200
    assert get(f"/courses/{encoded}").status_code == 404
    own = f'canonical" href="{settings().site_url}/courses/{slug}"'
    for invented in (padded, padded * 2, f"{slug}%2500"):
        answer = get(f"/courses/{invented}")
        assert answer.status_code == 404 or own in answer.text
    assert kept_pages() == 1
    assert get(f"/courses/{slug}/").status_code == 200
    assert renderer.asked.count(f"/courses/{slug}") == 1 + 1, "once kept, once for the padded one"


def test_a_full_shelf_takes_no_other_page_but_renews_its_own(get, renderer, monkeypatch):
    monkeypatch.setattr(redis_page_cache, "MAX_PAGES", 1)
    published(instructor("Ada"))
    get("/")
    get("/courses")
    assert kept_pages() == 1
    jobs.renew()
    get("/")
    get("/")
    assert renderer.asked.count("/") == 2
    assert kept_pages() == 1


def pass_events_on() -> None:
    """What the relay and a worker do with the events that wait."""
    drain()
    address = composition.implementations().settings.redis_url.replace("/0", "/1")
    waiting = Queue("default", connection=redis.Redis.from_url(address), serializer="json")
    for job in waiting.jobs:
        if str(job.kwargs.get("job", "")).startswith("workers.pages."):
            delivery.deliver(**job.kwargs)
    waiting.empty()


def test_a_change_of_a_course_or_its_teacher_makes_pages_anew(get, renderer):
    ada = instructor("Ada")
    made = published(ada, "Reading maps")
    pass_events_on()
    assert "Reading maps" in get("/courses").text
    ada.call(course.update_course, made.id, texts=texts("Drawing maps"), slug=made.slug)
    pass_events_on()
    assert "Drawing maps" in get("/courses").text
    before = len(renderer.asked)
    ada.call(user.update_own_profile, headline="New")
    pass_events_on()
    assert "New" in get(f"/courses/{made.slug}").text
    ada.call(course.archive_course, made.id)
    pass_events_on()
    assert get(f"/courses/{made.slug}").status_code == 404
    assert len(renderer.asked) == before + 2


def test_every_event_that_a_public_page_shows_is_subscribed():
    wanted = {"CoursePublished", "CourseChanged", "InstructorProfileChanged", "EnrollmentCreated"}
    renewing = {
        event
        for event, subscriptions in SUBSCRIPTIONS.items()
        if any(s.job.startswith("workers.pages.") for s in subscriptions)
    }
    assert wanted <= renewing


def test_counts_renew_pages_once_in_a_while(get, renderer):
    get("/")
    jobs.renew_counts()
    get("/")
    jobs.renew_counts()
    get("/")
    assert len(renderer.asked) == 2


def test_a_crowd_in_two_processes_waits_for_one_render(site_with, renderer):
    renderer.seconds = 0.3
    first, second = site_with(), site_with()

    async def crowd() -> list[httpx.Response]:
        return await asyncio.gather(*(fetch(app, "/") for app in [first, second] * 15))

    answers = asyncio.run(crowd())
    assert {answer.status_code for answer in answers} == {200}
    assert len(renderer.asked) == 1


def test_while_one_renders_the_others_see_the_page_as_it_was(site_with, renderer):
    app = site_with()

    async def scene() -> tuple[str, str]:
        await fetch(app, "/")
        jobs.renew()
        renderer.seconds = 1.0
        slow = asyncio.create_task(fetch(app, "/"))
        await until(lambda: len(renderer.asked) == 2)
        meanwhile = await fetch(app, "/")
        assert not slow.done()
        return meanwhile.text, (await slow).text

    meanwhile, later = asyncio.run(scene())
    assert "rendered /" in meanwhile
    assert "rendered /" in later
    assert len(renderer.asked) == 2


def test_a_visitor_who_leaves_does_not_take_the_page_along(site_with, renderer):
    app = site_with()
    renderer.seconds = 0.4

    async def scene() -> int:
        leaving = asyncio.create_task(fetch(app, "/"))
        await until(lambda: bool(renderer.asked))
        staying = asyncio.create_task(fetch(app, "/"))
        await asyncio.sleep(0.05)
        leaving.cancel()
        return (await staying).status_code

    assert asyncio.run(scene()) == 200
    assert len(renderer.asked) == 1


def test_without_a_renderer_the_shell_has_head_and_data_and_is_not_kept(get, renderer):
    made = published(instructor("Ada"), "Reading maps")
    renderer.is_away = True
    answer = get(f"/courses/{made.slug}", cookie="lang=en")
    assert answer.status_code == 200
    assert "shell" in answer.text
    assert "<title>Reading maps · Margin</title>" in answer.text
    assert '<meta name="description" content="Contours and legends"/>' in answer.text
    assert '"@type": "Course"' in answer.text
    assert '<html lang="en"' in answer.text
    assert "Reading maps" in state_of(answer)
    assert get("/courses/nothing").status_code == 404
    renderer.is_away = False
    assert "rendered" in get(f"/courses/{made.slug}", cookie="lang=en").text


def test_a_kept_page_needs_no_renderer(get, renderer):
    get("/")
    renderer.is_away = True
    assert "rendered /" in get("/").text


def test_a_flushed_or_lost_cache_costs_a_render_each_and_no_error(get, site_with, renderer):
    get("/")
    redis.Redis.from_url(settings().redis_url).flushall()
    assert get("/").status_code == 200
    assert len(renderer.asked) == 2
    app = site_with(RedisPageCache("redis://127.0.0.1:1/0"))
    assert get("/", app=app).status_code == 200
    assert get("/", app=app).status_code == 200
    assert len(renderer.asked) == 4


def test_a_damaged_entry_is_made_anew(get, renderer):
    get("/")
    store = redis.Redis.from_url(settings().redis_url.replace("/0", "/3"))
    for key in store.scan_iter("page:*"):
        store.set(key, b"\xff\xfe rubbish")
    assert "rendered /" in get("/").text
    assert len(renderer.asked) == 2


def test_without_the_database_a_kept_page_stays_and_others_go_on_as_before(
    get, site_with, renderer, monkeypatch
):
    get("/")
    jobs.renew()

    async def away(*_args):
        raise PortUnavailable("database")

    monkeypatch.setattr(first_html, "_ask", away)
    assert "rendered /" in get("/").text
    assert get("/courses").text == "inner"


def test_a_mistake_of_ours_costs_the_first_html_and_not_the_page(get, renderer, monkeypatch):
    async def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(first_html, "_ask", broken)
    assert get("/").text == "inner"


def test_a_site_that_is_not_built_lets_everything_pass(site, renderer, tmp_path):
    inner = Starlette(routes=[Route("/", lambda _r: PlainTextResponse("inner"))])
    app = RenderedPages(
        inner,
        settings(),
        tmp_path / "none",
        FirstHtml(ROUTES),
        renderer=lambda: renderer,
        cache=composition.page_cache,
    )
    assert asyncio.run(fetch(app, "/")).text == "inner"


SCRIPT = "</script><script>alert(1)</script>"
BIO = f"Ten years of **maps**. {SCRIPT} [me](javascript:alert(1)) ![x](https://spy.example/x.png)"


def test_the_page_of_an_instructor_is_for_everybody_and_harmless(get, renderer):
    ada = instructor("Ada")
    made = published(ada, "Reading maps")
    ada.call(
        user.update_own_profile,
        display_name=f"Ada {SCRIPT}",
        headline=f'Maps" {SCRIPT}',
        bio_md=BIO,
        links=["https://maps.example/ada"],
    )
    answer = get("/instructors/ada-teaches")
    assert answer.status_code == 200
    assert SCRIPT not in answer.text
    own = f"{settings().site_url}/instructors/ada-teaches"
    assert f'<link rel="canonical" href="{own}"/>' in answer.text
    assert '<meta property="og:type" content="profile"/>' in answer.text
    (data,) = re.findall(r'application/ld\+json">(.*?)</script>', answer.text)
    person_data = json.loads(data)["mainEntity"]
    assert person_data["@type"] == "Person"
    assert person_data["name"] == f"Ada {SCRIPT}"
    assert person_data["sameAs"] == ["https://maps.example/ada"]
    state = teacher_in(answer)
    assert [card["slug"] for card in state["courses"]] == [made.slug]
    assert "<strong>maps</strong>" in state["bio_html"]
    assert "<img" not in state["bio_html"]
    assert 'href="javascript' not in state["bio_html"]
    assert ada.email not in answer.text
    assert get("/instructors/ada-teaches").text == answer.text
    assert renderer.asked.count("/instructors/ada-teaches") == 1, "kept for the next visitor"


def teacher_in(answer: httpx.Response) -> dict:
    """The values of the instructor's page, as the browser would start with them."""
    (text,) = re.findall(r'id="margin-state">(.*?)</script>', answer.text)
    (state,) = [v for name, v in json.loads(text).items() if "instructor_page_state" in name]
    return {name.removesuffix("_rx_state_"): value for name, value in state.items()}


def test_who_has_no_page_is_not_found(get):
    instructor("Ada")
    sam = person("Sam")
    sam.call(user.update_own_profile, handle="sam-maps")
    for path in ("/instructors/sam-maps", "/instructors/nobody", "/instructors/%00"):
        answer = get(path)
        assert answer.status_code == 404
        assert 'content="noindex"' in answer.text


@pytest.mark.parametrize("path", ["/courses/a%2Fb", "/instructors/a%2fb", "/courses/%2F"])
def test_a_slash_that_is_written_out_parts_nothing(get, renderer, path):
    answer = get(path)
    assert answer.status_code == 404
    assert renderer.asked == [path.replace("%2f", "%2F")], "the address the browser renders too"
    assert '"phase_rx_state_": "not_found"' in answer.text


def test_a_former_handle_and_another_spelling_have_moved_for_good(get, renderer):
    ada = instructor("Ada")
    ada.call(user.update_own_profile, handle="ada-draws")
    for path in ("/instructors/ada-teaches", "/instructors/ADA-DRAWS", "/instructors/%00ada-draws"):
        answer = get(f"{path}?from=mail")
        assert answer.status_code == 301
        assert answer.headers["location"] == "/instructors/ada-draws?from=mail"
        assert answer.headers["cache-control"] == "no-cache, private"
        assert answer.text == ""
    assert renderer.asked == [], "nobody renders a page that is elsewhere"
    assert get("/instructors/ada-draws").status_code == 200
