"""Where a single command (migrate, seed, create-admin) finds its database."""

import contextlib
import os
from collections.abc import Iterator

from lms_app.local import data_folder, instance_lock
from lms_app.local.background import background_stack


@contextlib.contextmanager
def servers_for_a_command() -> Iterator[None]:
    """Set DATABASE_URL and REDIS_URL for the time of the block.

    Given ones stay. Otherwise those of the running stack are used, and when none runs, the
    embedded servers are started on the data folder and stopped afterwards.
    """
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        yield
        return
    folder = data_folder.prepare(data_folder.data_folder())
    with contextlib.ExitStack() as stack:
        found = instance_lock.find(folder)
        running = found or stack.enter_context(background_stack(folder))
        os.environ.setdefault("DATABASE_URL", running.database_url)
        os.environ.setdefault("REDIS_URL", running.redis_url)
        yield
