"""The demo school: its texts, its clips, and the code that builds it through the services."""

import os

_NICENESS = 10  # the site and people's own videos go first


def seed() -> None:
    """Fill in the demo school: texts and people in seconds, then its clips in minutes.

    Lowers the priority of the process it runs in.
    """
    os.nice(_NICENESS)
    seed_school()
    seed_clips()


def seed_school() -> None:
    """People, courses and their past. When this returns the demo can be signed in to."""
    from lms_app.seed.demo import build_school

    build_school()


def seed_clips() -> None:
    """Videos for the lessons; workers encode them while this goes on drawing."""
    from lms_app.seed.demo_clips import add_clips

    add_clips()
