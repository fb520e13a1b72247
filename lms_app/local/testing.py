"""Real servers for a test session, gone with the session however it ends."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lms_app.local.background import RunningStack, background_stack


@contextlib.contextmanager
def testing_stack(data_dir: Path | None = None, *, durable: bool = False) -> Iterator[RunningStack]:
    """PostgreSQL and Valkey on free ports, stopped at the end or when this process is killed.

    data_dir: kept when given; as root it must be below folders that everybody may enter (pytest's
    tmp_path is not), so leave it out for one that is and that is deleted afterwards.
    durable: flush to disk like production; off, a power cut may lose data but a kill may not.
    """
    with contextlib.ExitStack() as cleanup:
        if data_dir is None:
            folder = Path(tempfile.mkdtemp(prefix="margin-test-"))
            cleanup.callback(shutil.rmtree, folder, ignore_errors=True)
            folder.chmod(0o711)
        else:
            folder = data_dir
            folder.mkdir(parents=True, exist_ok=True)
        yield cleanup.enter_context(background_stack(folder, fast=not durable))


testing_stack.__test__ = False  # type: ignore[attr-defined]  # pytest collects names in "test"
