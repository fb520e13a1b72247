"""From an uploaded file to sealed HLS in the store: one attempt under one lease.

Two passes: the lowest rung with the sound first, which is watched while it grows, then the others.
Between them the attempt is set aside while somebody waits for a first pass (`queueing.py`).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import structlog

from lms_app.core.actor import Actor
from lms_app.core.errors import DiskFull, PortUnavailable, unavailable
from lms_app.core.permissions import Permission
from lms_app.core.use_case import workflow
from lms_app.models import RenditionKind
from lms_app.ports.object_store import ObjectStoreError
from lms_app.ports.transcoder import (
    MediaFacts,
    MediaRejected,
    RejectionReason,
    RungSpec,
    SegmentFile,
    StillMaker,
    TranscodeStopped,
)
from lms_app.services.context import Context
from lms_app.services.media.failures import fail_attempt, postpone_attempt, refuse_attempt
from lms_app.services.media.heartbeat import LeaseKeeper, kept
from lms_app.services.media.leases import (
    Claim,
    Found,
    Published,
    claim_asset,
    describe_attempt,
    is_over,
    keep_content_key,
    publish_attempt,
)
from lms_app.services.media.queueing import others_wait, set_aside
from lms_app.services.media.stills import store_posters, store_sprites
from lms_app.services.media.work import Work

SEGMENT_CACHE = "private, max-age=31536000, immutable"
_STORE_PAUSES_SECONDS = (0.2, 1.0, 3.0)
_AWAY = {"malware_scanner": "scanner_unavailable"}
R = TypeVar("R")
log = structlog.get_logger()


@workflow(Permission.media_process)
def transcode_asset(ctx: Context, actor: Actor, asset_id: UUID, *, only_first: bool = False) -> str:
    """Run one attempt, or its first pass if `only_first`; returns how it ended.

    `ready`, `set_aside` (the rest waits for its turn), `refused` (the file is no good),
    `postponed` (the store, the disk or the encoder failed; it is tried again or given up),
    `lost` (somebody else has the lease) or `idle`.
    """
    claim = ctx.call(claim_asset, asset_id, only_first=only_first)
    if claim is None:
        return "idle"
    work = Work(claim)
    # The lease is kept until the end is told, which has to wait while the database is away.
    with kept(ctx, claim, work) as keeper:
        outcome = _attempt(ctx, claim, keeper, work, only_first=only_first)
    if outcome not in ("ready", "set_aside"):
        _sweep(ctx, claim)
    return outcome


def _attempt(
    ctx: Context, claim: Claim, keeper: LeaseKeeper, work: Work, *, only_first: bool
) -> str:
    """Make the attempt and tell how it ended."""
    asset_id = str(claim.asset_id)
    try:
        with _workplace(ctx, claim) as folder:
            attempt = _Attempt(ctx, claim, keeper, work, folder)
            is_whole = attempt.run(only_first=only_first)
    except MediaRejected as error:
        log.info("media_rejected", asset_id=asset_id, reason=str(error.reason))
        keeper.call(refuse_attempt, claim, reason=str(error.reason), detail=error.detail)
        return "refused"
    except TranscodeStopped:
        return "lost"
    except PortUnavailable as error:
        log.warning("media_attempt_postponed", asset_id=asset_id, port=str(error))
        _give_back(keeper, claim, error)
        return "postponed"
    except Exception as error:
        log.exception("media_attempt_failed", asset_id=asset_id, exc_info=error)
        keeper.call(fail_attempt, claim, reason="encoder_failed", detail=repr(error))
        return "postponed"
    if is_whole:
        return "ready"
    is_told = keeper.call(set_aside, claim, work.whole(), sprites=attempt.sprites)
    return "set_aside" if is_told else "lost"


def _give_back(keeper: LeaseKeeper, claim: Claim, error: PortUnavailable) -> None:
    """An encoder that was killed counts; a store or a disk that is away does not."""
    if isinstance(error, DiskFull):
        log.error("disk_full", asset_id=str(claim.asset_id), disk=str(error))
        keeper.call(postpone_attempt, claim, reason="disk_full", detail=str(error))
    elif error.port != "transcoder":
        reason = _AWAY.get(error.port, "storage_unavailable")
        keeper.call(postpone_attempt, claim, reason=reason, detail=str(error))
    else:
        keeper.call(fail_attempt, claim, reason="encoder_killed", detail=str(error))


def _sweep(ctx: Context, claim: Claim) -> None:
    """Remove what the attempt left in the store; what cannot be removed now, the collector finds.

    Not when it counts after all: the answer to its publication may have got lost.
    """
    with suppress(PortUnavailable, ObjectStoreError):
        if ctx.call(is_over, claim):
            ctx.objects.delete_prefix(f"{claim.prefix}/")


class _Attempt:
    """One attempt at one file, in a folder of its own."""

    def __init__(
        self, ctx: Context, claim: Claim, keeper: LeaseKeeper, work: Work, folder: Path
    ) -> None:
        self._ctx, self._claim, self._keeper, self._work = ctx, claim, keeper, work
        self._source, self._out = folder / "source", folder / "out"
        self.sprites = claim.sprites or {}

    def run(self, *, only_first: bool) -> bool:
        """Make what is missing and publish; False when the rest is to be set aside.

        Raises `MediaRejected`, `TranscodeStopped` (the lease is lost), `PortUnavailable`.
        """
        insist(lambda: self._ctx.objects.download(self._claim.source_key, self._source))
        self._scan()
        facts = self._ctx.transcoder.probe(self._source, self._is_lost)
        passes = _passes(self._ctx.transcoder.plan(facts))
        if self._claim.made and passes[0][0].name not in {row.name for row in self._claim.made}:
            raise PortUnavailable("transcoder", "another ladder than that of the first pass")
        self._key = _content_key(self._ctx, self._keeper, self._claim)
        self._work.plan(facts, passes)
        self._describe(facts)
        _make(self._out)
        stills = self._ctx.transcoder.stills(
            self._out, facts, [r for rungs in passes for r in rungs]
        )
        first, *rest = passes
        if not self._claim.made:
            self._encode(facts, first, stills, is_first=True)
            sheets = stills.make_sprites()
            self.sprites = insist(lambda: store_sprites(self._ctx, self._claim.prefix, sheets))
            if rest and (only_first or self._keeper.call(others_wait, self._claim)):
                return False
        for rungs in rest:
            self._encode(facts, rungs, stills, is_first=False)
        self._publish(facts, stills)
        return True

    def _scan(self) -> None:
        """Nothing parses a file that nobody has looked through, where somebody is to look."""
        found = self._ctx.scanner.scan(self._source) if self._ctx.scanner else None
        if found:
            raise MediaRejected(RejectionReason.malware, found)

    def _describe(self, facts: MediaFacts) -> None:
        found = Found(facts.duration_seconds, facts.width, facts.height, facts.has_audio)
        if not self._keeper.call(describe_attempt, self._claim, found):
            raise TranscodeStopped
        self._keeper.beat_now()

    def _encode(
        self, facts: MediaFacts, rungs: Sequence[RungSpec], stills: StillMaker, *, is_first: bool
    ) -> None:
        names = [rung.name for rung in rungs]

        def take_over(segment: SegmentFile) -> None:
            stills.consider(segment)
            self._store(segment)
            if self._work.take(segment, plays=is_first):
                self._keeper.beat_now()

        self._work.begin(names)
        outputs = self._ctx.transcoder.transcode(
            self._source,
            self._out,
            facts,
            rungs,
            with_sound=is_first,
            on_progress=lambda percent: self._work.progress(names, percent),
            on_segment=take_over,
            should_stop=self._is_lost,
        )
        self._work.finish(outputs)
        self._keeper.beat_now()

    def _store(self, segment: SegmentFile) -> None:
        sealed = self._ctx.sealer.seal(segment.path.read_bytes(), self._key, segment.sequence)
        name = f"{self._claim.prefix}/{segment.rendition}/s{segment.sequence:05d}.ts"
        insist(lambda: self._ctx.objects.put_bytes(name, sealed, "video/mp2t", SEGMENT_CACHE))
        segment.path.unlink(missing_ok=True)

    def _publish(self, facts: MediaFacts, stills: StillMaker) -> None:
        renditions = self._work.publish()
        self._keeper.beat_now()
        videos = [row for row in renditions if row.kind is RenditionKind.video]
        if len({len(video.segment_seconds) for video in videos}) != 1:
            raise MediaRejected(RejectionReason.damaged, "the passes came out of different length")
        made = stills.make_posters()
        posters = insist(lambda: store_posters(self._ctx, self._claim.prefix, made))
        result = Published(
            duration_seconds=min(sum(video.segment_seconds) for video in videos),
            width=facts.width,
            height=facts.height,
            has_audio=len(videos) < len(renditions),
            poster_key=posters.chosen,
            poster_keys=posters.keys,
            sprites=self.sprites,
            renditions=renditions,
        )
        if not self._keeper.call(publish_attempt, self._claim, result):
            raise TranscodeStopped

    def _is_lost(self) -> bool:
        return self._keeper.is_lost


def _passes(rungs: Sequence[RungSpec]) -> list[list[RungSpec]]:
    """The lowest rung alone, then the others: whoever waits sees something as early as can be."""
    by_size = sorted(rungs, key=lambda rung: rung.width * rung.height)
    return [by_size[:1], by_size[1:]] if len(by_size) > 1 else [by_size]


def insist(step: Callable[[], R]) -> R:
    """Try a step of the store again after short pauses: hours of work hang on each of them."""
    for pause in _STORE_PAUSES_SECONDS:
        try:
            return step()
        except DiskFull:
            raise  # no pause of seconds makes room
        except PortUnavailable:
            time.sleep(pause)
    return step()


def _content_key(ctx: Context, keeper: LeaseKeeper, claim: Claim) -> bytes:
    """Return the asset's key: made on the first attempt, kept sealed, the same ever after."""
    context = str(claim.asset_id)
    sealed = claim.content_key_sealed
    if sealed is None:
        fresh = ctx.keys.seal_key(ctx.sealer.new_key(), context)
        sealed = keeper.call(keep_content_key, claim, fresh)
    return ctx.keys.open_key(sealed, context)


@contextmanager
def _workplace(ctx: Context, claim: Claim) -> Iterator[Path]:
    """Give the attempt a folder of its own and remove it afterwards."""
    folder = ctx.settings.data_dir / "work" / f"{claim.asset_id}-{claim.token.hex[:12]}"
    _make(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise unavailable("disk", error) from error
