"""Reflex's configuration. Imported before anything of ours, so it imports nothing of ours."""

import os
import sys

_ROOT = os.path.dirname(os.path.abspath(__file__))
# node and npm come from a wheel; found without activating the environment, before an older one.
_BIN = os.path.join(sys.prefix, "bin")
if _BIN not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = _BIN + os.pathsep + os.environ.get("PATH", "")
for _name, _value in {
    "REFLEX_USE_NPM": "1",  # without it Reflex downloads bun
    "REFLEX_TELEMETRY_ENABLED": "false",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_DIR": os.path.join(_ROOT, ".build", "reflex"),  # the home folder may be read-only
    # two web workers serve the same visitor; state is a cache, so losing the last write is no loss
    "REFLEX_OPLOCK_ENABLED": "true",
    "NPM_CONFIG_AUDIT": "false",
    "NPM_CONFIG_FUND": "false",
    "NPM_CONFIG_UPDATE_NOTIFIER": "false",
    "NPM_CONFIG_PREFER_OFFLINE": "true",
    "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",  # no host in reflex.lock
}.items():
    os.environ.setdefault(_name, _value)

import reflex as rx  # noqa: E402

from ops.reflex_build import NothingEvaluated, RenderedState, SameOrigin, SmallStyles  # noqa: E402

_PORT = os.environ.get("PORT") or "8000"
_SITE = (os.environ.get("SITE_URL") or f"http://localhost:{_PORT}").rstrip("/")
_ORIGINS = ["/".join(_SITE.split("/")[:3])]
if not os.environ.get("SITE_URL"):
    _ORIGINS.append(f"http://127.0.0.1:{_PORT}")
if os.environ.get("MARGIN_DEV"):
    _ORIGINS.append("http://localhost:3000")
_API = os.environ.get("API_URL") or f"http://localhost:{_PORT}"


config = rx.Config(
    app_name="lms_app",
    api_url=_API,
    deploy_url=_SITE,
    backend_host=os.environ.get("HOST") or "127.0.0.1",
    cors_allowed_origins=_ORIGINS,
    trusted_proxy_hops=int(os.environ.get("TRUSTED_PROXY_HOPS") or 0),
    redis_url=os.environ.get("REDIS_URL") or None,
    state_manager_mode="redis" if os.environ.get("REDIS_URL") else "memory",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frozen_lockfile=True,
    frontend_lazy_bundled_libraries=True,  # and none at all: see NothingEvaluated
    frontend_compression_formats=["brotli", "gzip"],  # what is served, the better one first
    plugins=[
        SameOrigin(_API),
        RenderedState(),
        NothingEvaluated(),
        SmallStyles(),
        rx.plugins.RadixThemesPlugin(
            theme=rx.theme(
                appearance="inherit",
                accent_color="indigo",
                gray_color="slate",
                radius="large",
                has_background=False,
            )
        ),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
