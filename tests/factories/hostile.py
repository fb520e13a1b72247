"""A school in which everything that can be typed was typed by somebody who means harm."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from uuid import UUID

from lms_app.core.permissions import Role
from lms_app.services import auth, course, reporting, user
from lms_app.services.course import CourseTexts
from tests.factories.courses import Made, ready_asset
from tests.factories.people import Person, person
from tests.factories.second_factors import with_passkey

# What would run; what would be filled in, start a header, or stand for somebody else.
HOSTILE = (
    "<script>hit()</script><img src=x onerror=hit()><svg onload=hit()>",
    '</script></title>\'"><svg/onload=hit()><iframe srcdoc="<script>hit()</script>">',
    '{{7*7}}${7*7}%s{name}\r\nBcc: eve@evil.example, "x@y" <a@b.example>',
)
LINK = "https://evil.example/?a=%3Cscript%3E&b=%27-hit()-%27"
_MARKDOWN = '\n\n[link](javascript:hit()) ![picture](x"onerror=hit()) <{0}>\n\n    {0}\n'


@dataclass(frozen=True)
class HostileSchool:
    """Who typed one of the texts everywhere, and what of theirs can be looked at."""

    text: str
    teacher: Person
    applicant: Person
    admin: Person
    course: Made
    handle: str

    @property
    def name(self) -> str:
        """The text as a name is stored: one line of at most 80 characters."""
        return one_line(self.text[:80])


def one_line(text: str) -> str:
    return " ".join(text.split())


def build(text: str, mark: str) -> HostileSchool:
    """Type `text` into every field there is. `mark` tells one school's addresses from another's."""
    teacher, applicant = person(f"Teacher{mark}"), person(f"Applicant{mark}")
    admin = person(f"Admin{mark}", Role.admin)
    for who in (teacher, applicant, admin):
        who.call(
            user.update_own_profile, display_name=text[:80], headline=text,
            bio_md=text + _MARKDOWN.replace("{0}", text), links=[LINK],
        )  # fmt: skip
    handle = f"teaches-{mark}"
    _ask_to_teach(teacher, text, handle)
    _judge(admin, applicant, text, f"applies-{mark}")
    made = _course(teacher, text)
    for who in (teacher, applicant):
        who.call(auth.create_api_key, name=text[:80], scopes=["account:read"], expires_in_days=9)
    with_passkey(teacher, text[:80])
    return HostileSchool(text, teacher, applicant, admin, made, handle)


def _ask_to_teach(who: Person, text: str, handle: str) -> None:
    who.call(user.apply_to_teach, handle=handle, headline=text, bio_md=text, message=text)


def _judge(admin: Person, applicant: Person, text: str, handle: str) -> None:
    """Every reason an admin may give; an application waits at the end of it."""
    admin.call(user.grant_role, applicant.id, role="instructor", reason=text)
    admin.call(user.revoke_role, applicant.id, role="instructor", reason=text)
    _ask_to_teach(applicant, text, handle)
    waiting = admin.call(reporting.list_applications).rows
    mine = next(row.id for row in waiting if row.user_id == str(applicant.id))
    admin.call(user.refuse_application, UUID(mine), reason=text)
    _ask_to_teach(applicant, text, handle)


def _course(teacher: Person, text: str) -> Made:
    texts = CourseTexts(
        title=text, subtitle=text, description_md=text + _MARKDOWN.replace("{0}", text),
        cover_word=text[:24], outcomes=(text,), audience=(text,), requirements=(text,),
    )  # fmt: skip
    course_id = UUID(teacher.call(course.create_course, texts=texts))
    section_id = UUID(teacher.call(course.add_section, course_id, title=text))
    video = UUID(teacher.call(course.add_lesson, section_id, title=text))
    teacher.call(course.attach_video, video, ready_asset(teacher, filename=text))
    article = UUID(teacher.call(course.add_lesson, section_id, title=text, kind="article"))
    body = text + _MARKDOWN.replace("{0}", text)
    teacher.call(course.update_lesson, article, body_md=body, is_preview=True)
    teacher.call(course.publish_course, course_id)
    slug = teacher.call(course.get_course_editor, course_id).slug
    return Made(course_id, slug, section_id, [video, article])


_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class Reader(HTMLParser):
    """Reads a document as a browser does; `trouble` is what of a hostile text would act in it."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble: list[str] = []
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.metas: dict[str, str] = {}
        self.title = ""
        self._data_only = False
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._data_only = "json" in given.get("type", "")
        if tag not in _EMPTY:
            self._open.append(tag)
        self.tags.add(tag)
        if tag == "meta":
            name = given.get("property") or given.get("name") or ""
            self.metas.setdefault(name, given.get("content", ""))
        shown = f"<{tag} {given}>"
        if tag == "iframe" and "srcdoc" in given:
            self.trouble.append(shown)
        for name, value in given.items():
            acts = name.startswith("on") or value.strip().lower().startswith("javascript:")
            if acts or (name == "src" and value == "x"):
                self.trouble.append(shown)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "title" and "svg" not in self._open:
            self.title += data
        if inside != "script":
            self.texts.append(data)
        elif "hit()" in data and not self._data_only:
            self.trouble.append(f"script: {data[:120]}")


def read(html: str) -> Reader:
    """Return what a browser finds in a document."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader
