"""The demo school: its texts, its clips, and the code that builds it through the services."""

import os

_NICENESS = 10  # the site and people's own videos go first


def seed_school() -> None:
    """People, courses and their past, in seconds; when it returns the demo can be signed in to."""
    from lms_app.seed.demo import build_school

    build_school()


def seed_clips() -> None:
    """Videos for the lessons, in minutes; workers encode them while this goes on drawing.

    Needs the school. Lowers the priority of the process it runs in.
    """
    from lms_app.seed.demo_clips import add_clips

    os.nice(_NICENESS)
    add_clips()
