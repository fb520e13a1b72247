"""The one door.

Every state, route, worker and command enters through `call`. It opens the transaction that the
use case's kind asks for, resolves the caller inside it, checks the declared permission, runs,
commits, and nudges the outbox relay.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache, partial
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import structlog

from lms_app.adapters import hls_sealing
from lms_app.adapters.argon2_password_hasher import HASHES_AT_ONCE
from lms_app.adapters.flood_limiter import FloodLimiter
from lms_app.adapters.local_object_store import LocalObjectStore
from lms_app.adapters.rq_workers import work
from lms_app.adapters.s3_object_store import S3ObjectStore
from lms_app.core import clock, correlation
from lms_app.core.actor import SYSTEM, Actor, Credential, SystemCredential
from lms_app.core.config import settings
from lms_app.core.errors import Impersonating, PortUnavailable
from lms_app.core.use_case import Kind, UseCase
from lms_app.db import deliveries, handover
from lms_app.db.handover import Subscription
from lms_app.db.unit_of_work import UnitOfWork, begin
from lms_app.ports.page_cache import PageCache
from lms_app.ports.page_renderer import PageRenderer
from lms_app.ports.rate_limiter import RateLimiter
from lms_app.ports.served_object_store import ServedObjectStore
from lms_app.services.auth.sessions import resolve_actor, resolve_actors
from lms_app.services.context import Context
from lms_app.wiring import Implementations, build

R = TypeVar("R")
log = structlog.get_logger()


@cache
def implementations() -> Implementations:
    """Return this process's implementations, built on first use (after any fork)."""
    return build(settings())


AnyCredential = Credential | SystemCredential


def call(
    use_case: UseCase[R], *args: Any, credential: AnyCredential = Credential(), **kwargs: Any
) -> R:
    """Run a use case for whoever holds `credential`; raises `DomainError` or `PortUnavailable`."""
    with correlation.scope():
        return _call(use_case, args, kwargs, credential)


def _call(
    use_case: UseCase[R], args: Sequence[Any], kwargs: Mapping[str, Any], credential: AnyCredential
) -> R:
    started = time.perf_counter()
    outcome = "error"
    try:
        if use_case.kind is Kind.workflow:
            result = _run_workflow(use_case, args, kwargs, credential)
        else:
            result = _run_transaction(use_case, args, kwargs, credential)
        outcome = "ok"
        return result
    finally:
        elapsed_ms = round((time.perf_counter() - started) * 1000, 1)
        log.debug("use_case", use_case=use_case.name, outcome=outcome, elapsed_ms=elapsed_ms)


def call_many(use_case: UseCase[R], asked: Sequence[tuple[Credential, Any]]) -> list[R | Exception]:
    """Run one command for many callers in one transaction; each gets a result or their own error.

    What one caller's rows do to the transaction is no other caller's matter: when it breaks, each
    is tried alone. A database that is away, or too busy to lend a row, is told to all.
    """
    try:
        return _run_together(use_case, asked)
    except Exception as error:  # noqa: BLE001  (told to whom it concerns)
        if len(asked) == 1 or isinstance(error, PortUnavailable):
            return [error] * len(asked)
        log.info("callers_parted", use_case=use_case.name, error=type(error).__name__)
        return [result for one in asked for result in call_many(use_case, [one])]


def _run_together(
    use_case: UseCase[R], asked: Sequence[tuple[Credential, Any]]
) -> list[R | Exception]:
    wired = implementations()
    with begin(wired.engine, read_only=False, keys=wired.keys) as uow:
        actors = resolve_actors(uow, [credential for credential, _ in asked])
        refusals = [use_case.refusal(actor) for actor in actors]
        let_in = [place for place, refusal in enumerate(refusals) if refusal is None]
        answers = use_case.many(uow, [(actors[place], asked[place][1]) for place in let_in])
        answered = dict(zip(let_in, answers, strict=True))
    if uow.events:
        nudge()
    return [refusal or answered[place] for place, refusal in enumerate(refusals)]


def _actor(uow: UnitOfWork, credential: AnyCredential) -> Actor:
    if isinstance(credential, SystemCredential):
        return SYSTEM
    return resolve_actor(uow, credential)


def _ensure(use_case: UseCase[Any], actor: Actor) -> None:
    refusal = use_case.refusal(actor)
    if refusal is not None:
        raise refusal


def _run_transaction(
    use_case: UseCase[R], args: Sequence[Any], kwargs: Mapping[str, Any], credential: AnyCredential
) -> R:
    wired = implementations()
    with begin(wired.engine, read_only=use_case.kind is Kind.query, keys=wired.keys) as uow:
        actor = _actor(uow, credential)
        _ensure(use_case, actor)
        result = use_case.function(uow, actor, *args, **kwargs)
    if uow.events:
        nudge()
    return result


def _run_workflow(
    use_case: UseCase[R], args: Sequence[Any], kwargs: Mapping[str, Any], credential: AnyCredential
) -> R:
    wired = implementations()
    with begin(wired.engine, read_only=True) as uow:
        actor = _actor(uow, credential)
    _ensure(use_case, actor)
    as_system = _bound(SystemCredential(use_case.name))
    context = Context(
        call=_bound(credential),
        call_as_system=_reading(as_system) if actor.impersonator else as_system,
        settings=wired.settings,
        objects=wired.objects,
        keys=wired.keys,
        passwords=wired.passwords,
        limits=wired.limits,
        transcoder=wired.transcoder,
        sealer=hls_sealing,
        mailer=wired.mailer,
        scanner=wired.scanner,
        certificates=wired.certificates,
        providers=wired.providers,
    )
    return use_case.function(context, actor, *args, **kwargs)


def _bound(credential: AnyCredential) -> Callable[..., Any]:
    def bound(use_case: UseCase[R], *args: Any, **kwargs: Any) -> R:
        return call(use_case, *args, credential=credential, **kwargs)

    return bound


def _reading(bound: Callable[..., Any]) -> Callable[..., Any]:
    """The system's hand for who looks on as somebody else: queries, whatever the workflow says."""

    def reading(use_case: UseCase[R], *args: Any, **kwargs: Any) -> R:
        if use_case.kind is not Kind.query:
            raise Impersonating
        result: R = bound(use_case, *args, **kwargs)
        return result

    return reading


def nudge() -> None:
    """Wake the relay; when Redis is away its sweep finds the rows anyway."""
    try:
        implementations().jobs.nudge()
    except PortUnavailable:
        log.info("outbox_nudge_lost")


def drain_outbox(subscriptions: Mapping[str, Sequence[Subscription]], limit: int = 100) -> int:
    """Hand waiting events over to the job queue; return how many were dispatched."""
    wired = implementations()
    with begin(wired.engine, read_only=False) as uow:
        return handover.drain(uow.session, wired.jobs, subscriptions, limit)


def redo_lost(subscriptions: Mapping[str, Sequence[Subscription]], limit: int = 100) -> int:
    """Hand over once more what was handed over and never done; return how many jobs."""
    wired = implementations()
    with begin(wired.engine, read_only=False) as uow:
        return handover.redo(uow.session, wired.jobs, subscriptions, limit)


def mark_done(message_id: UUID, job: str) -> None:
    """Record that a job of an event has run, so that it is not handed over again."""
    with begin(implementations().engine, read_only=False) as uow:
        deliveries.mark_done(uow.session, message_id, job, clock.now())


def ask_for(job: str, *, queue: str, timeout_seconds: int) -> None:
    """Queue a job that nothing has happened for; it waits once, however often it is asked for."""
    implementations().jobs.enqueue(
        queue, job, {}, job_id=job.rsplit(".", 1)[-1], timeout_seconds=timeout_seconds
    )


def wait_for_nudge(timeout_seconds: float) -> bool:
    """Block until something was committed or the timeout passed."""
    return implementations().jobs.wait_for_nudge(timeout_seconds)


def work_off(queues: list[str], *, forks: bool) -> None:
    """Run jobs of these queues, the first before the second, until told to stop."""
    work(settings().redis_url, queues, forks=forks)


def served_store() -> ServedObjectStore | None:
    """Return the disk store when this site serves it itself, None when S3 does.

    Reads only the settings: the routes are put together before any server is there.
    """
    return None if settings().s3 else LocalObjectStore(settings())


def store_origin() -> str:
    """Return the origin of addresses the store signs for browsers; empty when it is this site's."""
    config = settings().s3
    if config is None:
        return ""
    address = urlsplit(S3ObjectStore(config).sign_get("origin", 60))
    return f"{address.scheme}://{address.netloc}"


def page_renderer() -> PageRenderer:
    """Return what renders pages to HTML."""
    return implementations().renderer


def page_cache() -> PageCache:
    """Return where rendered pages are kept."""
    return implementations().pages


def allow_site_at_store() -> str:
    """Tell the S3 bucket that pages of this site may use it (CORS); returns the bucket's name."""
    config = settings().s3
    if config is None:
        return ""
    S3ObjectStore(config).allow_origin(settings().site_origin)
    return config.bucket


def flood_limiter() -> RateLimiter:
    """Return counters of this process, for the event gate: they bound floods, not guesses."""
    return FloodLimiter()


@cache
def door_threads() -> ThreadPoolExecutor:
    """The threads of this process that may be inside the door, no more than connections."""
    return ThreadPoolExecutor(settings().db_pool_size, thread_name_prefix="door")


@cache
def hashing_threads() -> ThreadPoolExecutor:
    """Threads for use cases that hash passwords: slow on purpose, so they get a queue apart."""
    return ThreadPoolExecutor(HASHES_AT_ONCE, thread_name_prefix="hashing")


async def in_thread(
    function: Callable[..., R], *args: Any, threads: ThreadPoolExecutor | None = None, **kwargs: Any
) -> R:
    """Run blocking work beside the event loop, in the door's threads unless told otherwise."""
    loop = asyncio.get_running_loop()
    known = partial(copy_context().run, function, *args, **kwargs)  # logs name what caused them
    return await loop.run_in_executor(threads or door_threads(), known)
