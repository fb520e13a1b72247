"""Which event starts which job: the one map of reactions."""

from __future__ import annotations

from lms_app.composition import Subscription

# Longer than any encode may take: the transcoder has limits of its own by length and rungs.
TRANSCODE_SECONDS = 7 * 86_400
_TRANSCODE = "workers.media.transcode_asset"
_BEGIN = "workers.media.begin_asset"

_RENEW = Subscription("workers.pages.renew")
_RENEW_COUNTS = Subscription("workers.pages.renew_counts")


def _encoding(queue: str, job: str = _TRANSCODE) -> Subscription:
    """An encode is asked for again by the sweep of leases; one job an asset waits at a time."""
    return Subscription(job, queue, TRANSCODE_SECONDS, redo_seconds=None, one_per="asset_id")


SUBSCRIPTIONS: dict[str, tuple[Subscription, ...]] = {
    "MediaUploaded": (_encoding("transcode"), _encoding("transcode-first", _BEGIN)),
    "MediaImported": (_encoding("transcode-later"),),
    "MediaReady": (
        Subscription("workers.media.apply_ready_media"),
        Subscription("workers.media.measure_asset"),
    ),
    "MediaDiscarded": (Subscription("workers.media.discard_asset"),),
    "CoursePublished": (_RENEW,),
    "CourseChanged": (_RENEW,),
    "InstructorProfileChanged": (_RENEW, Subscription("workers.learning.rename_teacher")),
    "DataExportRequested": (Subscription("workers.privacy.build_export", timeout_seconds=3600),),
    "AccountErased": (Subscription("workers.privacy.remove_objects"), _RENEW),
    "EnrollmentCreated": (_RENEW_COUNTS,),
    "EnrollmentRevoked": (_RENEW_COUNTS,),
    # The sweep of waiting mails asks again, so that a pause is the mail's own.
    "MailPosted": (
        Subscription("workers.mail.send_mail", "mail", 300, redo_seconds=None, one_per="mail_id"),
    ),
    "CourseCompleted": (Subscription("workers.learning.issue_certificate"),),
    "LessonRemoved": (Subscription("workers.learning.recount_completed"),),
    "CompletionRuleChanged": (Subscription("workers.learning.recount_completed"),),
}
