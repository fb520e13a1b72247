"""Learning: enrolling, watching, honest progress, my courses."""

from lms_app.services.enrollment.granting import (
    Standing,
    enroll,
    get_standing,
    grant_enrollment,
    revoke_enrollment,
)
from lms_app.services.enrollment.importing import (
    PastEnrollment,
    PastProgress,
    import_enrollments,
)
from lms_app.services.enrollment.learning import get_learn_page, open_lesson
from lms_app.services.enrollment.my_courses import get_my_courses, list_my_courses
from lms_app.services.enrollment.note_views import NoteCard, NotedCourse, NoteRow
from lms_app.services.enrollment.notebook import (
    export_notes,
    list_noted_courses,
    list_notes,
    read_notebook,
)
from lms_app.services.enrollment.notes import Quote, delete_note, list_lesson_notes, save_note
from lms_app.services.enrollment.playback import (
    authorize_playback,
    get_captions,
    get_content_key,
    get_master_playlist,
    get_media_playlist,
    get_sprites,
)
from lms_app.services.enrollment.progress import (
    begin_playback,
    complete_article,
    report_playback,
)
from lms_app.services.enrollment.recounting import recount_completed
from lms_app.services.enrollment.studying import study
from lms_app.services.enrollment.telling import tell_teachers
from lms_app.services.enrollment.views import (
    BeatResult,
    LearnPage,
    MyCourseCard,
    MyCourses,
    PlaybackReport,
)

__all__ = [
    "BeatResult",
    "LearnPage",
    "MyCourseCard",
    "MyCourses",
    "NoteCard",
    "NoteRow",
    "NotedCourse",
    "PastEnrollment",
    "PastProgress",
    "PlaybackReport",
    "Quote",
    "Standing",
    "authorize_playback",
    "begin_playback",
    "complete_article",
    "delete_note",
    "enroll",
    "export_notes",
    "get_captions",
    "get_content_key",
    "get_learn_page",
    "get_master_playlist",
    "get_media_playlist",
    "get_my_courses",
    "get_sprites",
    "get_standing",
    "grant_enrollment",
    "import_enrollments",
    "list_lesson_notes",
    "list_my_courses",
    "list_noted_courses",
    "list_notes",
    "open_lesson",
    "read_notebook",
    "recount_completed",
    "report_playback",
    "revoke_enrollment",
    "save_note",
    "study",
    "tell_teachers",
]
