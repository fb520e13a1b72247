"""What a course would look like before it is saved: its text and its cover. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from lms_app.core.actor import Actor
from lms_app.core.markdown import render_markdown
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_text
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.services.course.cover_art import cover_svg, ground_index

MAX_PREVIEW = 50_000


@dataclass(frozen=True)
class CoverPreview:
    """The drawing of a cover as an image address, and the ground (0 to 7) its word stands on."""

    image: str
    ground: int


@query(Permission.course_edit)
def preview_markdown(uow: UnitOfWork, actor: Actor, text: str) -> str:
    """Return the HTML that learners would read; the same renderer, the same limits."""
    return render_markdown(clean_text(text, "text", maximum=MAX_PREVIEW))


@query(Permission.course_edit)
def preview_cover(uow: UnitOfWork, actor: Actor, *, slug: str, category_slug: str) -> CoverPreview:
    """Draw the cover that a course with this address and category would get."""
    drawing = cover_svg(slug[:100], "", category_slug[:40])
    return CoverPreview(
        image="data:image/svg+xml," + quote(drawing), ground=ground_index(slug[:100])
    )
