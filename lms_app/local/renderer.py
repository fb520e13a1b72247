"""The process that renders pages: Node with the built pages, on loopback, behind a secret."""

import http.client
import json
from dataclasses import dataclass
from pathlib import Path

from lms_app.local import frontend, secret_file
from lms_app.local.errors import StackError
from lms_app.local.ports import LOOPBACK
from lms_app.local.services import Site
from lms_app.local.units import Launch, Unit

NAME = "renderer"
_ANSWER_SECONDS = 1.0
# A page of ours takes a few megabytes; more is a leak, and a new process is cheap.
_HEAP_MEGABYTES = 256
# A render leaves nothing behind: with room for several, there is less to collect.
_YOUNG_MEGABYTES = 32


@dataclass(frozen=True)
class Renderer:
    """One renderer. The site goes on without it, with pages that need scripts."""

    data_dir: Path
    port: int

    def url(self) -> str:
        """Its address, with the secret, as the setting `RENDERER_URL` wants it."""
        return f"http://margin:{self._secret()}@{LOOPBACK}:{self.port}"

    def unit(self, site: Site) -> Unit:
        """The service; starts when the pages are built."""
        return Unit(
            NAME,
            lambda: self._prepare(site),
            after=("build",),
            ready=self._is_ready,
            vital=False,
            start_seconds=20,
            stop_seconds=3,
        )

    def _prepare(self, site: Site) -> Launch | None:
        try:
            node = frontend.node()
        except StackError:
            return None
        if not frontend.renderer().exists():
            return None
        return Launch(
            argv=(
                node,
                f"--max-old-space-size={_HEAP_MEGABYTES}",
                f"--max-semi-space-size={_YOUNG_MEGABYTES}",
                str(frontend.renderer()),
            ),
            log=site.data_dir / "logs" / f"{NAME}.log",
            cwd=frontend.renderer().parent,
            env={
                "NODE_ENV": "production",
                "RENDERER_PORT": str(self.port),
                "RENDERER_SECRET": self._secret(),
            },
        )

    def _is_ready(self, pid: int) -> bool:
        """Ours is the one that takes the secret and reports our pid."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=_ANSWER_SECONDS)
        try:
            connection.request("GET", "/", headers={"authorization": f"Bearer {self._secret()}"})
            return bool(json.loads(connection.getresponse().read())["pid"] == pid)
        finally:
            connection.close()

    def _secret(self) -> str:
        return secret_file.read_or_create(self.data_dir / "renderer.secret")
