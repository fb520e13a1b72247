"""Videos: receiving, checking, encoding, sealing, playing."""

from lms_app.services.media.leases import (
    claim_asset,
    fail_attempt,
    keep_content_key,
    publish_attempt,
    renew_lease,
    requeue_stalled,
    retry_processing,
)
from lms_app.services.media.library import (
    Playable,
    add_imported,
    asset_states,
    discard_asset,
    forget_asset,
    get_own_asset,
    get_playable,
    import_video,
    list_captions,
    save_captions,
)
from lms_app.services.media.playback import build_master, build_media, to_vtt
from lms_app.services.media.transcoding import transcode_asset
from lms_app.services.media.uploads import (
    add_asset,
    begin_upload,
    cancel_upload,
    complete_upload,
    get_upload,
    get_upload_state,
    mark_uploaded,
    remove_unfinished,
    sign_parts,
)
from lms_app.services.media.views import AssetState, PartUrl, UploadPlan, UploadState

__all__ = [
    "AssetState",
    "PartUrl",
    "Playable",
    "UploadPlan",
    "UploadState",
    "add_asset",
    "add_imported",
    "asset_states",
    "begin_upload",
    "build_master",
    "build_media",
    "cancel_upload",
    "claim_asset",
    "complete_upload",
    "discard_asset",
    "fail_attempt",
    "forget_asset",
    "get_own_asset",
    "get_playable",
    "get_upload",
    "get_upload_state",
    "import_video",
    "keep_content_key",
    "list_captions",
    "mark_uploaded",
    "publish_attempt",
    "remove_unfinished",
    "renew_lease",
    "requeue_stalled",
    "retry_processing",
    "save_captions",
    "sign_parts",
    "to_vtt",
    "transcode_asset",
]
