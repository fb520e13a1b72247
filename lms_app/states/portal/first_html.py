"""Every page as it is first sent: which states it shows, with which values, under which name.

The states fill themselves with the same `_fill` as when the page opens, from the same use cases,
called as nobody: what is personal arrives after the socket has connected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar
from urllib.parse import unquote

from lms_app import composition, i18n
from lms_app.core import urls
from lms_app.core.actor import Credential
from lms_app.core.errors import NotFound
from lms_app.core.page import ESCAPED_SLASH, PageContent, PageHead, Visit
from lms_app.core.use_case import UseCase
from lms_app.services.auth import peek_actor
from lms_app.services.certificate import get_certificate
from lms_app.services.course import get_course, get_home, get_instructor, search_courses
from lms_app.states.portal import structured_data
from lms_app.states.portal.account_forms import AccountFormState
from lms_app.states.portal.catalog import CatalogState, Query
from lms_app.states.portal.certificate import CertificatePageState
from lms_app.states.portal.course_detail import CourseDetailState
from lms_app.states.portal.home import HomeState
from lms_app.states.portal.instructor import InstructorPageState
from lms_app.states.portal.suggestions import SuggestionState
from lms_app.states.session import SessionState
from lms_app.states.snapshot import blank, snapshot

R = TypeVar("R")
_SLUG = re.compile(r"/courses/([^/]+)")
_HANDLE = re.compile(r"/instructors/([^/]+)")
_CODE = re.compile(r"/certificates/([^/]+)")
_PLAIN = {
    urls.TERMS: "terms.title",
    urls.PRIVACY: "privacy.title",
    urls.SIGN_IN: "sign_in.title",
    urls.SIGN_UP: "sign_up.title",
    urls.SECOND_STEP: "second_step.title",
}
_FORMS = (urls.SIGN_IN, urls.SIGN_UP, urls.SECOND_STEP)
_KEPT_PAIRS = 1


async def _ask(use_case: UseCase[R], *args: Any) -> R:
    """Enter the one door as nobody."""
    return await composition.in_thread(composition.call, use_case, *args)


def _named(part: str) -> str:
    return part.replace("\0", "").replace(ESCAPED_SLASH, "/")


def _session(visit: Visit) -> SessionState:
    state = blank(SessionState)
    state._fill_unknown(visit.language, presents_session=visit.presents_session)
    return state


def _title(key: str, language: str) -> str:
    return f"{i18n.lookup(key, language)} · Margin"


class FirstHtml:
    """`PageSource` of the whole site. `routes` are those of all pages, as `[slug]` patterns."""

    def __init__(self, routes: Iterable[str]) -> None:
        public = {urls.HOME, urls.COURSES, urls.COURSE, urls.INSTRUCTOR_PAGE, urls.CERTIFICATE_PAGE}
        public |= {*_PLAIN}
        self._frames = [
            (re.compile(re.sub(r"\[\w+\]", "[^/]+", "/" + route.strip("/"))), route)
            for route in routes
            if route.startswith("/") and route not in public
        ]

    async def is_session_open(self, token: str) -> bool:
        """See the port. One query; a page made for nobody would move when its session has ended."""
        credential = Credential(session_token=token)
        caller = await composition.in_thread(composition.call, peek_actor, credential=credential)
        return caller.user_id is not None

    def name(self, visit: Visit) -> str:
        """See the port. What is rendered anew each time has a name too, for those who wait."""
        path = visit.path
        if path == urls.COURSES:
            path = Query.parse(visit.query).href
        elif path in _FORMS:
            path = f"{path}?{visit.query[:2000]}"
        elif not any(kind.fullmatch(path) for kind in (_SLUG, _HANDLE, _CODE)):
            path = self._frame(path) or (path if path in {urls.HOME, *_PLAIN} else "404")
        session = "session" if visit.presents_session else "guest"
        return f"{session} {path}"

    async def content(self, visit: Visit) -> PageContent:
        """See the port."""
        slug, handle = _SLUG.fullmatch(visit.path), _HANDLE.fullmatch(visit.path)
        code = _CODE.fullmatch(visit.path)
        if visit.path == urls.HOME:
            return await _home(visit)
        if visit.path == urls.COURSES:
            return await _catalog(visit)
        if slug:
            return await _course(visit, _named(slug[1]))
        if handle:
            return await _instructor(visit, _named(handle[1]))
        if code:
            return await _certificate(visit, _named(code[1]))
        if visit.path in _FORMS:
            return _account(visit)
        if visit.path in _PLAIN:
            head = PageHead(_title(_PLAIN[visit.path], visit.language), path=visit.path)
            return PageContent(visit.path, snapshot(_session(visit)), head, is_kept=True)
        route = self._frame(visit.path)
        if route:
            return _frame_only(visit, route)
        return await _not_found(visit, "/404", is_kept=True)

    def _frame(self, path: str) -> str:
        return next((route for pattern, route in self._frames if pattern.fullmatch(path)), "")


async def _home(visit: Visit) -> PageContent:
    home = await _ask(get_home)
    state = blank(HomeState)
    state._fill(home)
    head = PageHead(
        title=_title("home.title", visit.language),
        description=i18n.lookup("home.description", visit.language),
        path=urls.HOME,
        structured=(structured_data.site(visit.language),),
    )
    return PageContent(urls.HOME, snapshot(_session(visit), state), head, is_kept=True)


async def _catalog(visit: Visit) -> PageContent:
    query = Query.parse(visit.query)
    page = await _ask(search_courses, query.filter())
    state = blank(CatalogState)
    state._fill(query, page)
    # What anybody may invent (a search, a filter that shows nothing) would fill the cache.
    categories = {facet.value for facet in page.categories}
    is_known = (
        len(query.pairs) <= _KEPT_PAIRS
        and not query.one("q")
        and categories.issuperset(query.values("category"))
        and query.one("page", "1") == str(page.number)
        and bool(page.cards)
    )
    head = PageHead(
        title=_title("catalog.title", visit.language),
        description=i18n.lookup("catalog.description", visit.language),
        path=query.href if is_known else urls.COURSES,
        structured=(structured_data.course_list(page.cards),),
        is_indexed=is_known,
    )
    return PageContent(query.href, snapshot(_session(visit), state), head, is_kept=is_known)


async def _course(visit: Visit, slug: str) -> PageContent:
    """`slug` as the server decoded it: decoded again, a course would have many addresses."""
    path = urls.course(slug)
    try:
        detail = await _ask(get_course, slug)
    except NotFound:
        return await _hidden_course(visit, path)
    state = blank(CourseDetailState)
    state._fill(detail)
    if visit.presents_session:
        state._forget_viewer()
    card = detail.card
    head = PageHead(
        title=f"{card.title} · Margin",
        description=card.subtitle,
        path=urls.course(card.slug),
        kind="article",
        structured=(
            structured_data.course(detail),
            structured_data.course_path(card, visit.language),
        ),
    )
    # Pages go by the path as it came: only the course's own may be kept.
    is_kept = visit.path == f"{urls.COURSES}/{card.slug}"
    return PageContent(path, snapshot(_session(visit), state), head, is_kept=is_kept)


async def _hidden_course(visit: Visit, path: str) -> PageContent:
    """Nothing public is there. It may be a draft of who presents a session, so they get the frame
    and find out once connected; the answer is the same whether it exists or not."""
    if visit.presents_session:
        head = PageHead("Margin", is_indexed=False)
        return PageContent(path, snapshot(_session(visit)), head, status=404)
    state = blank(CourseDetailState)
    state.phase = "not_found"
    return await _not_found(visit, path, state)


async def _instructor(visit: Visit, handle: str) -> PageContent:
    path, state = urls.instructor(handle), blank(InstructorPageState)
    try:
        page = await _ask(get_instructor, handle)
    except NotFound:
        state.phase = "not_found"
        return await _not_found(visit, path, state)
    state._fill(page)
    own_path = urls.instructor(page.handle)
    if visit.path != unquote(own_path):
        # One of a former time, or another spelling: there is one address for each person.
        return PageContent(path, "", PageHead("Margin"), status=301, location=own_path)
    head = PageHead(
        title=f"{page.name} · Margin",
        description=page.headline,
        path=own_path,
        kind="profile",
        image=page.avatar_url,
        structured=(structured_data.person(page),),
    )
    return PageContent(path, snapshot(_session(visit), state), head, is_kept=True)


async def _certificate(visit: Visit, code: str) -> PageContent:
    """Never kept: a certificate that was revoked a moment ago says so."""
    path, state = urls.certificate(code), blank(CertificatePageState)
    try:
        found = await _ask(get_certificate, code)
    except NotFound:
        state.phase = "not_found"
        return await _not_found(visit, path, state)
    state._fill(found)
    own_path = urls.certificate(found.code)
    if visit.path != own_path:
        return PageContent(path, "", PageHead("Margin"), status=301, location=own_path)
    said = {"name": found.name, "course": found.course_title}
    key = "certificate.title" if found.name else "certificate.gone"
    words = i18n.lookup("certificate.described", visit.language, **said) if found.name else ""
    title = f"{i18n.lookup(key, visit.language, name=found.name)} · Margin"
    head = PageHead(title, words, path=own_path, is_indexed=False, has_preview=True)
    return PageContent(path, snapshot(_session(visit), state), head)


async def _not_found(visit: Visit, address: str, *more: Any, is_kept: bool = False) -> PageContent:
    suggestions = blank(SuggestionState)
    suggestions._fill(await _ask(get_home))
    head = PageHead(_title("page_error.not_found_title", visit.language), is_indexed=False)
    state = snapshot(_session(visit), suggestions, *more)
    return PageContent(address, state, head, status=404, is_kept=is_kept)


def _account(visit: Visit) -> PageContent:
    """Sign-in and sign-up, with the reason of a refusal; what was typed comes after connecting."""
    state = blank(AccountFormState)
    state._fill(visit.query, {}, visit.language)
    head = PageHead(_title(_PLAIN[visit.path], visit.language), path=visit.path)
    is_kept = not visit.query
    return PageContent(visit.path, snapshot(_session(visit), state), head, is_kept=is_kept)


def _frame_only(visit: Visit, route: str) -> PageContent:
    """A page of somebody's own: frame and skeleton in their language, no datum of theirs."""
    address = re.sub(r"\[\w+\]", "-", route)
    head = PageHead("Margin", is_indexed=False)
    return PageContent(address, snapshot(_session(visit)), head, is_kept=True)
