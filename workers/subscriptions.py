"""Which event starts which job: the one map of reactions."""

from __future__ import annotations

from lms_app.composition import Subscription

# Longer than any encode may take: the transcoder has limits of its own by length and rungs.
TRANSCODE_SECONDS = 7 * 86_400
_TRANSCODE = "workers.media.transcode_asset"

SUBSCRIPTIONS: dict[str, tuple[Subscription, ...]] = {
    "MediaUploaded": (Subscription(_TRANSCODE, "transcode", TRANSCODE_SECONDS),),
    "MediaImported": (Subscription(_TRANSCODE, "transcode-later", TRANSCODE_SECONDS),),
    "MediaReady": (Subscription("workers.media.apply_ready_media"),),
    "MediaDiscarded": (Subscription("workers.media.discard_asset"),),
    "LessonRemoved": (Subscription("workers.learning.recount_completed"),),
}
