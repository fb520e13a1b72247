"""The folder all data of a laptop live in: where it is, and whether it can be used."""

import os
import shutil
import tempfile
from pathlib import Path

from lms_app.local.errors import StackError

FREE_BYTES_NEEDED = 500 * 1024 * 1024


def data_folder() -> Path:
    """MARGIN_DATA_DIR or `.margin`, absolute; known before the settings can be read."""
    return Path(os.environ.get("MARGIN_DATA_DIR") or ".margin").absolute()


def prepare(folder: Path, *, free_bytes: int = FREE_BYTES_NEEDED) -> Path:
    """Make the folder and prove that it can be written; StackError with one line if not."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            # As root, PostgreSQL runs as another user and must get through to its own part.
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        (folder / "logs").mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"margin")
    except OSError as error:
        raise StackError(
            f"The data folder {folder} cannot be written ({error.strerror}); "
            "give another one: MARGIN_DATA_DIR=/path/to/folder make run"
        ) from error
    free = shutil.disk_usage(folder).free
    if free < free_bytes:
        raise StackError(
            f"The disk of {folder} is nearly full: {free // 2**20} MB free, "
            f"{free_bytes // 2**20} MB needed. Free some space, or set MARGIN_DATA_DIR."
        )
    return folder
