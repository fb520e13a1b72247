"""What FFmpeg may use, and that nothing of it is left behind, whoever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from lms_app.adapters.ffmpeg import FfmpegTranscoder, jail
from lms_app.adapters.ffmpeg.binaries import FFMPEG
from lms_app.adapters.ffmpeg.limits import MIB, Bounds
from lms_app.core.errors import PortUnavailable
from lms_app.ports.transcoder import MediaRejected, RejectionReason, TranscodeStopped
from tests.media_samples import MediaZoo

ENDLESS = [FFMPEG, "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=64x36"]
ENDLESS += ["-f", "null", "-"]
AMPLE = Bounds(wall_seconds=60, cpu_seconds=60, memory_bytes=2048 * MIB)


def encoders(parent: int | None = None) -> list[psutil.Process]:
    children = psutil.Process(parent).children(recursive=True)
    return [child for child in children if child.name().startswith("ffmpeg")]


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait for something that another process is about to do."""
    ends_at = time.monotonic() + 20
    while not holds() and time.monotonic() < ends_at:
        time.sleep(0.02)
    return holds()


def test_an_endless_encode_ends_by_the_clock(tmp_path: Path) -> None:
    bounds = Bounds(wall_seconds=0.5, cpu_seconds=60, memory_bytes=2048 * MIB)
    with pytest.raises(MediaRejected) as caught:
        jail.run(ENDLESS, tmp_path, bounds)
    assert caught.value.reason is RejectionReason.time_limit
    assert encoders() == []


def test_an_endless_encode_ends_by_its_cpu_seconds(tmp_path: Path) -> None:
    bounds = Bounds(wall_seconds=60, cpu_seconds=1, memory_bytes=2048 * MIB)
    with pytest.raises(MediaRejected) as caught:
        jail.run(ENDLESS, tmp_path, bounds)
    assert caught.value.reason is RejectionReason.time_limit


def test_greed_for_memory_is_refused(tmp_path: Path) -> None:
    bounds = Bounds(wall_seconds=60, cpu_seconds=60, memory_bytes=256 * MIB)
    greedy = [FFMPEG, "-v", "error", "-nostdin", "-f", "lavfi", "-i", "color=size=8000x8000"]
    with pytest.raises(MediaRejected) as caught:
        jail.run([*greedy, "-vf", "reverse", "-f", "null", "-"], tmp_path, bounds)
    assert caught.value.reason is RejectionReason.memory_limit


def test_a_file_cannot_grow_without_end(tmp_path: Path) -> None:
    bounds = Bounds(wall_seconds=60, cpu_seconds=60, memory_bytes=2048 * MIB, file_bytes=MIB)
    output = tmp_path / "o.nut"
    endless = [*ENDLESS[:-3], "-c:v", "rawvideo", "-f", "nut", str(output)]
    assert jail.run(endless, tmp_path, bounds).returncode != 0
    assert output.stat().st_size <= MIB


def test_a_full_disk_is_the_machines_trouble_not_the_files(tmp_path: Path) -> None:
    with pytest.raises(PortUnavailable, match="disk full"):
        jail.run([*ENDLESS[:-3], "-f", "rawvideo", "-y", "file:/dev/full"], tmp_path, AMPLE)


def test_being_killed_from_outside_is_worth_another_try(tmp_path: Path) -> None:
    for how in (signal.SIGKILL, signal.SIGTERM):

        def kill(how: signal.Signals = how) -> None:
            for encoder in encoders():
                encoder.send_signal(how)

        with pytest.raises(PortUnavailable, match="killed"):
            jail.run(ENDLESS, tmp_path, AMPLE, on_tick=kill)


def test_nothing_is_inherited_that_could_tell_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for you")
    lines: list[str] = []
    show = (
        f"{sys.executable} -c 'import os; print(dict(os.environ), os.listdir(\"/proc/self/fd\"))'"
    )
    jail.run(["/bin/sh", "-c", show], tmp_path, AMPLE, on_line=lines.append)
    assert "not for you" not in lines[0]
    assert lines[0].endswith("['0', '1', '2', '3']")  # 3 is the listing itself


def test_an_encode_that_is_told_to_stop_leaves_no_process(
    transcoder: FfmpegTranscoder, zoo: MediaZoo, tmp_path: Path
) -> None:
    facts = transcoder.probe(zoo("two_rungs.mp4"))
    seen: list[float] = []
    with pytest.raises(TranscodeStopped):
        transcoder.transcode(
            zoo("two_rungs.mp4"),
            tmp_path,
            facts,
            transcoder.plan(facts),
            on_progress=seen.append,
            should_stop=lambda: bool(seen),
        )
    assert encoders() == []


def test_a_callback_that_fails_ends_the_encode(
    transcoder: FfmpegTranscoder, zoo: MediaZoo, tmp_path: Path
) -> None:
    def refuse(_segment: object) -> None:
        raise PortUnavailable("object_store", "away")

    facts = transcoder.probe(zoo("nine_seconds.mp4"))
    with pytest.raises(PortUnavailable, match="object_store"):
        transcoder.transcode(
            zoo("nine_seconds.mp4"), tmp_path, facts, transcoder.plan(facts), on_segment=refuse
        )
    assert encoders() == []


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_worker_takes_its_encoder_along(tmp_path: Path, how: signal.Signals) -> None:
    script = (
        "from pathlib import Path\n"
        "from lms_app.adapters.ffmpeg import jail\n"
        "from lms_app.adapters.ffmpeg.limits import Bounds\n"
        f"jail.run({ENDLESS!r}, Path({str(tmp_path)!r}), Bounds(60, 60, 2**31))\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2])
    try:
        assert eventually(lambda: bool(encoders(worker.pid)))
        [encoder] = encoders(worker.pid)
        os.kill(worker.pid, how)
        worker.wait(10)
        assert eventually(lambda: not encoder.is_running() or encoder.status() == "zombie")
    finally:
        worker.kill()
        worker.wait()
