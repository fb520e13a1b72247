"""From an uploaded file to sealed HLS in the store: one attempt under one lease."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import structlog

from lms_app.core.actor import Actor
from lms_app.core.errors import PortUnavailable
from lms_app.core.permissions import Permission
from lms_app.core.use_case import workflow
from lms_app.models import MediaPhase, Rendition, RenditionKind
from lms_app.ports.transcoder import (
    MediaFacts,
    MediaRejected,
    SegmentFile,
    TranscodeResult,
    TranscodeStopped,
)
from lms_app.services.context import Context
from lms_app.services.media.leases import (
    Claim,
    Published,
    claim_asset,
    fail_attempt,
    keep_content_key,
    publish_attempt,
    renew_lease,
)

HEARTBEAT_SECONDS = 1.0  # also how often the owner's page hears a percent
SEGMENT_CACHE = "private, max-age=31536000, immutable"
log = structlog.get_logger()


class LeaseKeeper:
    """Renews the lease beside the work and tells the work when the lease is lost."""

    def __init__(self, ctx: Context, claim: Claim) -> None:
        self._ctx, self._claim = ctx, claim
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)
        self.phase, self.percent = MediaPhase.checking, 0
        self.is_lost = False

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def report(self, percent: float) -> None:
        """Note the progress; the next heartbeat carries it."""
        self.phase, self.percent = MediaPhase.encoding, int(percent)

    def _run(self) -> None:
        while not self._done.wait(HEARTBEAT_SECONDS):
            try:
                held = self._ctx.call(
                    renew_lease, self._claim, phase=self.phase.value, percent=self.percent
                )
            except PortUnavailable:
                continue  # the database is away: the lease decides when it is back
            if not held:
                self.is_lost = True
                return


@workflow(Permission.media_process)
def transcode_asset(ctx: Context, actor: Actor, asset_id: UUID) -> str:
    """Run one attempt; returns `ready`, `refused`, `lost` or `idle` (nothing to do).

    Raises `PortUnavailable` after giving the lease back, so that the queue tries again.
    """
    claim = ctx.call(claim_asset, asset_id)
    if claim is None:
        return "idle"
    with _workplace(ctx, claim) as folder, _kept(ctx, claim) as keeper:
        try:
            return _attempt(ctx, claim, keeper, folder)
        except MediaRejected as error:
            log.info("media_rejected", asset_id=str(asset_id), reason=str(error.reason))
            ctx.call(fail_attempt, claim, reason=str(error.reason), is_final=True)
            ctx.objects.delete_prefix(f"{claim.prefix}/")
            return "refused"
        except TranscodeStopped:
            ctx.objects.delete_prefix(f"{claim.prefix}/")
            return "lost"
        except PortUnavailable as error:
            log.warning("media_attempt_postponed", asset_id=str(asset_id), port=error.port)
            ctx.call(fail_attempt, claim, reason="encoder_failed", is_final=False, counts=False)
            raise
        except Exception as error:
            log.warning("media_attempt_failed", asset_id=str(asset_id), exc_info=error)
            ctx.call(fail_attempt, claim, reason="encoder_failed", is_final=False)
            raise


def _attempt(ctx: Context, claim: Claim, keeper: LeaseKeeper, folder: Path) -> str:
    source = folder / "source"
    ctx.objects.download(claim.source_key, source)
    facts = ctx.transcoder.probe(source, lambda: keeper.is_lost)
    key = _content_key(ctx, claim)
    keeper.phase = MediaPhase.encoding

    def take_over(segment: SegmentFile) -> None:
        sealed = ctx.sealer.seal(segment.path.read_bytes(), key, segment.sequence)
        name = f"{claim.prefix}/{segment.rendition}/s{segment.sequence:05d}.ts"
        ctx.objects.put_bytes(name, sealed, "video/mp2t", SEGMENT_CACHE)
        segment.path.unlink(missing_ok=True)

    out = folder / "out"
    out.mkdir()
    result = ctx.transcoder.transcode(
        source,
        out,
        facts,
        ctx.transcoder.plan(facts),
        on_progress=keeper.report,
        on_segment=take_over,
        should_stop=lambda: keeper.is_lost,
    )
    keeper.phase = MediaPhase.publishing
    poster_key = f"{claim.prefix}/poster.jpg"
    ctx.objects.put_file(poster_key, result.poster_file, "image/jpeg", SEGMENT_CACHE)
    if not ctx.call(publish_attempt, claim, _published(claim, facts, result, poster_key)):
        raise TranscodeStopped
    return "ready"


def _published(
    claim: Claim, facts: MediaFacts, result: TranscodeResult, poster_key: str
) -> Published:
    return Published(
        duration_seconds=result.duration_seconds,
        width=facts.width,
        height=facts.height,
        has_audio=facts.has_audio,
        poster_key=poster_key,
        renditions=[
            Rendition(
                asset_id=claim.asset_id,
                attempt=claim.attempt,
                name=output.name,
                kind=RenditionKind(output.kind.value),
                width=output.width or None,
                height=output.height or None,
                frame_rate=output.frame_rate or None,
                bandwidth=output.bandwidth,
                average_bandwidth=output.average_bandwidth,
                codecs=output.codecs,
                segment_seconds=output.segment_seconds,
            )
            for output in result.renditions
        ],
    )


def _content_key(ctx: Context, claim: Claim) -> bytes:
    """Return the asset's key: made on the first attempt, kept sealed, the same ever after."""
    context = str(claim.asset_id)
    sealed = claim.content_key_sealed
    if sealed is None:
        fresh = ctx.keys.seal_key(ctx.sealer.new_key(), context)
        sealed = ctx.call(keep_content_key, claim, fresh)
    return ctx.keys.open_key(sealed, context)


@contextmanager
def _workplace(ctx: Context, claim: Claim) -> Iterator[Path]:
    """Give the attempt a folder of its own and remove it afterwards."""
    folder = ctx.settings.data_dir / "work" / f"{claim.asset_id}-{claim.token.hex[:12]}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _kept(ctx: Context, claim: Claim) -> Iterator[LeaseKeeper]:
    keeper = LeaseKeeper(ctx, claim)
    keeper.start()
    try:
        yield keeper
    finally:
        keeper.stop()
