"""A queue worker: `python -m workers.run --queue default`, `transcode` or `transcode-first`."""

from __future__ import annotations

import argparse

import workers.delivery
import workers.learning
import workers.mail
import workers.media  # imported before any fork, so that every job starts with them loaded
import workers.pages
import workers.privacy
from lms_app import composition
from lms_app.core.logging import configure

# Videos of people come before those of the demo school. While one is encoded, another worker makes
# the first pass of the next, which its owner waits for.
QUEUES = {
    # A mail server that lets everybody wait keeps back mails only.
    "default": ["default", "mail"],
    "transcode": ["transcode", "transcode-later"],
    "transcode-first": ["transcode-first"],
}
JOBS = (workers.media, workers.learning, workers.mail, workers.pages, workers.privacy)


def main() -> None:
    """Work until SIGTERM; encodes run in forked children that can be killed alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queue", choices=sorted(QUEUES), required=True)
    name = parser.parse_args().queue
    configure()
    composition.work_off(QUEUES[name], forks=name != "default")


if __name__ == "__main__":
    main()
