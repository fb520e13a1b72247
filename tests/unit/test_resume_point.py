"""Where playback goes on: a little before it stopped, and from the start after the end."""

import pytest

from lms_app.services.enrollment.learning import resume_point


@pytest.mark.parametrize(
    ("saved", "duration", "resumed"),
    [
        (0.0, 600, 0.0),
        (2.0, 600, 0.0),
        (63.0, 600, 60.0),
        (584.0, 600, 581.0),  # the last fifteen seconds are the end of a long video,
        (585.0, 600, 0.0),
        (45.0, 60, 42.0),  # the last tenth of one that is short
        (53.0, 60, 50.0),
        (54.0, 60, 0.0),
        (20.0, 24, 17.0),
        (22.0, 24, 0.0),
        (5.0, 8, 2.0),  # and never less than one second
        (7.0, 8, 0.0),
    ],
)
def test_who_was_near_the_end_starts_again(saved, duration, resumed):
    assert resume_point(saved, duration) == resumed
