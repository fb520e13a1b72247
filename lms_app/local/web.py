"""The production web process: Granian serving the API, the events and the built pages."""

import os
import sys

from lms_app.local.errors import StackError
from lms_app.local.frontend import ROOT, web_folder


def serve(host: str, port: int, workers: int) -> None:
    """Serve until a signal comes. Neither Node nor a compile is needed, only the built pages.

    The two names with leading underscores are Reflex's own; its version is pinned for them.
    """
    if not (web_folder() / "build" / "client" / "index.html").exists():
        raise StackError("The pages are not built yet; run: python -m lms_app.cli build")
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ["REFLEX_ENV_MODE"] = "prod"
    os.environ["__REFLEX_SKIP_COMPILE"] = "true"
    os.environ["__REFLEX_MOUNT_FRONTEND_COMPILED_APP"] = "true"
    os.environ["GRANIAN_WORKERS"] = str(workers)

    from reflex.constants import LogLevel
    from reflex.utils.exec import run_granian_backend_prod

    run_granian_backend_prod(host, port, LogLevel.INFO)
