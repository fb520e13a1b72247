"""The demo's identity provider: a strict issuer beside the site, on this machine only.

It is a tool of the repository (`ops/oidc_issuer`) and no part of the product: it runs with a demo
that only this machine can reach, and says of anybody that they are whoever they choose to be.
"""

import http.client
import json
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lms_app.core import urls
from lms_app.core.config import Settings
from lms_app.core.session_cookie import LOOPBACK_HOSTS
from lms_app.local import frontend
from lms_app.local.ports import LOOPBACK
from lms_app.local.services import Site
from lms_app.local.units import Launch, Unit

NAME = "demo-id"
_KEY = "demo"
_ANSWER_SECONDS = 1.0


def is_wanted(settings: Settings) -> bool:
    """Whether this is a demo for this machine alone, and the tool is there."""
    is_here = (
        settings.host in LOOPBACK_HOSTS and urlsplit(settings.site_url).hostname in LOOPBACK_HOSTS
    )
    is_taken = any(provider.key == _KEY for provider in settings.identity_providers)
    is_there = (frontend.ROOT / "ops" / "oidc_issuer" / "__main__.py").exists()
    return settings.demo and is_here and is_there and not is_taken


@dataclass(frozen=True)
class DemoIdentity:
    """One issuer for one run; its client's secret lives no longer."""

    port: int
    site_url: str
    _secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def issuer(self) -> str:
        """Its address, for browsers and for the site."""
        return f"http://localhost:{self.port}"

    def environment(self) -> dict[str, str]:
        """What the site is told of it."""
        return {
            "OAUTH_OIDC_DEMO_ISSUER": self.issuer,
            "OAUTH_OIDC_DEMO_CLIENT_ID": "margin-demo",
            "OAUTH_OIDC_DEMO_CLIENT_SECRET": self._secret,
            "OAUTH_OIDC_DEMO_LABEL": "Demo ID",
        }

    def unit(self, site: Site) -> Unit:
        """The service; the site does without it."""
        return Unit(
            NAME,
            lambda: self._prepare(site),
            after=("web",),
            ready=lambda _pid: self._is_ready(),
            vital=False,
            start_seconds=20,
            stop_seconds=3,
        )

    def _prepare(self, site: Site) -> Launch:
        return Launch(
            argv=(
                *site.launch(NAME, "ops.oidc_issuer").argv,
                "--port",
                str(self.port),
                "--redirect-uri",
                self.site_url + urls.oauth_callback(_KEY),
            ),
            log=site.data_dir / "logs" / f"{NAME}.log",
            cwd=frontend.ROOT,
            env={
                "DEMO_ID_CLIENT_ID": "margin-demo",
                "DEMO_ID_CLIENT_SECRET": self._secret,
            },
        )

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=_ANSWER_SECONDS)
        try:
            connection.request("GET", "/.well-known/openid-configuration")
            return bool(json.loads(connection.getresponse().read())["issuer"] == self.issuer)
        finally:
            connection.close()
