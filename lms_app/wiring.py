"""Which adapter stands behind each port. Beside `composition.py`, no other file names one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Engine

from lms_app.adapters.argon2_password_hasher import Argon2PasswordHasher
from lms_app.adapters.clamd_scanner import ClamdScanner
from lms_app.adapters.ffmpeg import FfmpegTranscoder
from lms_app.adapters.local_inbox_mailer import LocalInboxMailer
from lms_app.adapters.local_object_store import LocalObjectStore
from lms_app.adapters.node_page_renderer import NodePageRenderer
from lms_app.adapters.oauth_providers import identity_providers
from lms_app.adapters.rate_limiters import memory_rate_limiter, redis_rate_limiter
from lms_app.adapters.redis_page_cache import RedisPageCache
from lms_app.adapters.rq_job_queue import RqJobQueue
from lms_app.adapters.s3_object_store import S3ObjectStore
from lms_app.adapters.secret_key_vault import SecretKeyVault
from lms_app.adapters.smtp_mailer import SmtpMailer
from lms_app.adapters.typst_certificates import TypstCertificates
from lms_app.core.config import Settings
from lms_app.db.engine import make_engine
from lms_app.ports.certificate_renderer import CertificateRenderer
from lms_app.ports.identity_provider import IdentityProvider
from lms_app.ports.job_queue import JobQueue
from lms_app.ports.mailer import Mailer
from lms_app.ports.malware_scanner import MalwareScanner
from lms_app.ports.object_store import ObjectStore
from lms_app.ports.page_cache import PageCache
from lms_app.ports.page_renderer import PageRenderer
from lms_app.ports.rate_limiter import RateLimiter


@dataclass(frozen=True)
class Implementations:
    """What this process runs on; `composition.implementations` holds the one of this process."""

    settings: Settings
    engine: Engine
    jobs: JobQueue
    objects: ObjectStore
    limits: RateLimiter
    keys: SecretKeyVault
    passwords: Argon2PasswordHasher
    transcoder: FfmpegTranscoder
    renderer: PageRenderer
    pages: PageCache
    mailer: Mailer
    scanner: MalwareScanner | None
    certificates: CertificateRenderer
    providers: Mapping[str, IdentityProvider]


def build(config: Settings) -> Implementations:
    """Choose every implementation from the settings."""
    engine = make_engine(config.database_url, pool_size=config.db_pool_size)
    return Implementations(
        settings=config,
        engine=engine,
        jobs=RqJobQueue(config.redis_url),
        objects=S3ObjectStore(config.s3) if config.s3 else LocalObjectStore(config),
        limits=redis_rate_limiter(config.redis_url) if config.redis_url else memory_rate_limiter(),
        keys=SecretKeyVault(config.secret_key),
        passwords=Argon2PasswordHasher(),
        transcoder=FfmpegTranscoder(config),
        renderer=NodePageRenderer(config.renderer_url),
        pages=RedisPageCache(config.redis_url),
        mailer=SmtpMailer(config.smtp) if config.smtp else LocalInboxMailer(engine),
        scanner=ClamdScanner(config.clamav_url) if config.clamav_url else None,
        certificates=TypstCertificates(),
        providers=identity_providers(config.identity_providers),
    )
