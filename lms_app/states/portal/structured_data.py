"""Courses and paths as search engines read them (schema.org, JSON-LD)."""

from __future__ import annotations

from typing import Any

from lms_app import i18n
from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.services.course import InstructorPage
from lms_app.services.course.views import CourseCard, CourseDetail, InstructorCard

_CONTEXT = "https://schema.org"


def _address(path: str) -> str:
    return settings().site_url + path


def _organization() -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": "Margin",
        "url": _address(urls.HOME),
        "logo": _address("/apple-touch-icon.png"),
    }


def site(language: str) -> dict[str, Any]:
    """The site, who runs it, and how it is searched."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": "Margin",
        "url": _address(urls.HOME),
        "inLanguage": language,
        "publisher": _organization(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": _address(urls.COURSES) + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }


def course(detail: CourseDetail) -> dict[str, Any]:
    """A course: who teaches, how long it takes, that it is free."""
    card = detail.card
    return {
        "@context": _CONTEXT,
        "@type": "Course",
        "name": card.title,
        "description": card.subtitle or card.title,
        "url": _address(urls.course(card.slug)),
        "inLanguage": card.language,
        "image": _address(urls.cover(card.slug, card.version)),
        "provider": _organization(),
        "educationalLevel": card.level,
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "KRW", "category": "Free"},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": _workload(card.duration_seconds),
            "instructor": _teacher(detail.instructor),
        },
        **({"datePublished": card.published_on} if card.published_on else {}),
    }


def _teacher(instructor: InstructorCard) -> dict[str, Any]:
    page = {"url": _address(urls.instructor(instructor.handle))} if instructor.handle else {}
    return {"@type": "Person", "name": instructor.name, **page}


def _workload(seconds: int) -> str:
    """A length as ISO 8601 writes it: PT1H5M."""
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")


def course_path(card: CourseCard, language: str) -> dict[str, Any]:
    """Courses > category > this one."""
    category = card.category_name_en if language == "en" else card.category_name_ko
    steps = (
        (i18n.lookup("nav.courses", language), urls.COURSES),
        (category, f"{urls.COURSES}?category={card.category_slug}"),
        (card.title, urls.course(card.slug)),
    )
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": _address(path)}
            for position, (name, path) in enumerate(steps, start=1)
        ],
    }


def course_list(cards: list[CourseCard]) -> dict[str, Any]:
    """The courses of one page of the catalogue, in its order."""
    return {
        "@context": _CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": card.title,
                "url": _address(urls.course(card.slug)),
            }
            for position, card in enumerate(cards, start=1)
        ],
    }


def person(page: InstructorPage) -> dict[str, Any]:
    """Somebody who teaches: who they are, where else they are found, what they teach."""
    about = {
        "@type": "Person",
        "name": page.name,
        "url": _address(urls.instructor(page.handle)),
        "identifier": page.handle,
        **({"jobTitle": page.headline} if page.headline else {}),
        **({"image": _address(page.avatar_url)} if page.avatar_url else {}),
        **({"sameAs": [link.url for link in page.links]} if page.links else {}),
    }
    return {
        "@context": _CONTEXT,
        "@type": "ProfilePage",
        "mainEntity": about,
        "hasPart": [
            {"@type": "Course", "name": card.title, "url": _address(urls.course(card.slug))}
            for card in page.courses
        ],
    }
