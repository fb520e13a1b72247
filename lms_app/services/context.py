"""What a workflow may use: the ports, the settings, and other use cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from lms_app.core.config import Settings
from lms_app.core.use_case import UseCase
from lms_app.ports.certificate_renderer import CertificateRenderer
from lms_app.ports.identity_provider import IdentityProvider
from lms_app.ports.key_vault import KeyVault
from lms_app.ports.mailer import Mailer
from lms_app.ports.malware_scanner import MalwareScanner
from lms_app.ports.object_store import ObjectStore
from lms_app.ports.password_hasher import PasswordHasher
from lms_app.ports.rate_limiter import RateLimiter
from lms_app.ports.segment_sealer import SegmentSealer
from lms_app.ports.transcoder import Transcoder

R = TypeVar("R")


class Call(Protocol):
    """The one door, bound to the workflow's caller."""

    def __call__(self, use_case: UseCase[R], *args: Any, **kwargs: Any) -> R: ...


@dataclass(frozen=True)
class Context:
    """A workflow's surroundings. `call` acts as the caller, `call_as_system` as the process."""

    call: Call
    call_as_system: Call
    settings: Settings
    objects: ObjectStore
    keys: KeyVault
    passwords: PasswordHasher
    limits: RateLimiter
    transcoder: Transcoder
    sealer: SegmentSealer
    mailer: Mailer
    scanner: MalwareScanner | None
    certificates: CertificateRenderer
    providers: Mapping[str, IdentityProvider]
