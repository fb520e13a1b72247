"""Courses: finding, showing, building, publishing."""

from lms_app.services.course.builder import (
    get_course_editor,
    get_lesson_text,
    list_own_courses,
    own_course_row,
)
from lms_app.services.course.cards import select_cards, without_texts
from lms_app.services.course.catalog import (
    CLOSED_CHOICES,
    CatalogFilter,
    get_home,
    list_course_addresses,
    search_courses,
)
from lms_app.services.course.categories import list_categories
from lms_app.services.course.chapters import LessonChapters, list_chapters, save_chapters
from lms_app.services.course.completion_rule import choose_completion_rule
from lms_app.services.course.cover_art import panel_svg
from lms_app.services.course.covers import get_cover
from lms_app.services.course.curriculum import (
    add_lesson,
    add_section,
    delete_lesson,
    delete_section,
    move_lesson,
    move_section,
    rename_section,
    update_lesson,
)
from lms_app.services.course.detail import curriculum, get_course, has_content
from lms_app.services.course.editing import CourseTexts, SlugTaken, create_course, update_course
from lms_app.services.course.instructors import (
    InstructorPage,
    ProfileLink,
    get_instructor,
    list_instructor_addresses,
)
from lms_app.services.course.lesson_video import (
    apply_ready_media,
    attach_video,
    begin_lesson_upload,
    ensure_lesson_takes_video,
    keep_video,
    remove_video,
)
from lms_app.services.course.listing import browse_courses, browse_own_courses
from lms_app.services.course.moderation import allow_course, take_down_course
from lms_app.services.course.policy import can_edit, ensure_can_see
from lms_app.services.course.preview import CoverPreview, preview_cover, preview_markdown
from lms_app.services.course.publishing import NotReadyToPublish, archive_course, publish_course
from lms_app.services.course.searching import rename_teacher
from lms_app.services.course.settling import settle_courses
from lms_app.services.course.views import ChapterMark, OwnCourseRow

__all__ = [
    "CLOSED_CHOICES",
    "CatalogFilter",
    "ChapterMark",
    "CourseTexts",
    "CoverPreview",
    "InstructorPage",
    "LessonChapters",
    "NotReadyToPublish",
    "OwnCourseRow",
    "ProfileLink",
    "SlugTaken",
    "add_lesson",
    "add_section",
    "allow_course",
    "apply_ready_media",
    "archive_course",
    "attach_video",
    "begin_lesson_upload",
    "browse_courses",
    "browse_own_courses",
    "can_edit",
    "choose_completion_rule",
    "create_course",
    "curriculum",
    "delete_lesson",
    "delete_section",
    "ensure_can_see",
    "ensure_lesson_takes_video",
    "get_course",
    "get_course_editor",
    "get_cover",
    "get_home",
    "get_instructor",
    "get_lesson_text",
    "has_content",
    "keep_video",
    "list_categories",
    "list_chapters",
    "list_course_addresses",
    "list_instructor_addresses",
    "list_own_courses",
    "move_lesson",
    "move_section",
    "own_course_row",
    "panel_svg",
    "preview_cover",
    "preview_markdown",
    "publish_course",
    "remove_video",
    "rename_section",
    "rename_teacher",
    "save_chapters",
    "search_courses",
    "select_cards",
    "settle_courses",
    "take_down_course",
    "update_course",
    "update_lesson",
    "without_texts",
]
