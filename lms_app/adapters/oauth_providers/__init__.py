"""Identity providers over HTTP, by Authlib and joserfc."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lms_app.adapters.oauth_providers.oidc import OidcProvider
from lms_app.adapters.oauth_providers.plain import PLAIN, PlainProvider
from lms_app.core.identity_settings import ProviderSettings
from lms_app.ports.identity_provider import IdentityProvider


def identity_providers(configured: Iterable[ProviderSettings]) -> Mapping[str, IdentityProvider]:
    """Return every provider by its key, in the order of the settings. Asks nobody yet."""
    return {each.key: _provider(each) for each in configured}


def _provider(settings: ProviderSettings) -> IdentityProvider:
    if settings.kind == "oidc":
        return OidcProvider(settings)
    return PlainProvider(settings, PLAIN[settings.kind])


__all__ = ["OidcProvider", "PlainProvider", "identity_providers"]
