"""What FFmpeg may use, and that nothing of it is left behind, whoever dies."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from lms_app.adapters.ffmpeg import FfmpegTranscoder, jail
from lms_app.adapters.ffmpeg.binaries import FFMPEG
from lms_app.adapters.ffmpeg.launch import JAIL_FAILED
from lms_app.adapters.ffmpeg.limits import MIB, Bounds
from lms_app.core.errors import PortUnavailable
from lms_app.ports.transcoder import MediaRejected, RejectionReason, TranscodeStopped
from tests.media_samples import MediaZoo

ENDLESS = [FFMPEG, "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=64x36"]
ENDLESS += ["-f", "null", "-"]
AMPLE = Bounds(wall_seconds=60, cpu_seconds=60, memory_bytes=2048 * MIB)


# What a program that is not linked statically needs besides its folder.
SYSTEM = [
    Path(p) for p in ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/proc", "/dev/null")
]
PYTHON_HOME = [Path(sys.prefix), Path(sys.base_prefix)]
PYTHON = str(Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}"))


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other users can reach, as the data folder is; root's tmp_path is not."""
    folder = Path(tempfile.mkdtemp(prefix="margin-jail-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def in_jail(source: str, folder: Path, bounds: Bounds = AMPLE) -> list[str]:
    """Run a Python program inside; what it printed, and its complaints when it failed."""
    lines: list[str] = []
    finished = jail.run(
        [PYTHON, "-I", "-S", "-c", textwrap.dedent(source)],
        folder,
        bounds,
        reads=[*SYSTEM, *PYTHON_HOME],
        on_line=lines.append,
    )
    return lines if finished.returncode == 0 else [finished.complaints]


def shell_in_jail(source: str, folder: Path, bounds: Bounds = AMPLE) -> list[str]:
    """Run a shell inside: unlike Python, every user may run that one."""
    lines: list[str] = []
    command = ["/bin/sh", "-c", textwrap.dedent(source)]
    jail.run(command, folder, bounds, reads=SYSTEM, on_line=lines.append)
    return lines


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
    lines = in_jail("import os; print(dict(os.environ), os.listdir('/proc/self/fd'))", tmp_path)
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
            with_sound=True,
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
            zoo("nine_seconds.mp4"),
            tmp_path,
            facts,
            transcoder.plan(facts),
            with_sound=True,
            on_segment=refuse,
        )
    assert encoders() == []


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_worker_takes_its_encoder_along(place: Path, how: signal.Signals) -> None:
    """Also after the change of user, which makes the kernel forget the death signal."""
    script = (
        "from pathlib import Path\n"
        "from lms_app.adapters.ffmpeg import jail\n"
        "from lms_app.adapters.ffmpeg.limits import Bounds\n"
        f"jail.run({ENDLESS!r}, Path({str(place)!r}), Bounds(60, 60, 2**31))\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2])
    try:
        assert eventually(lambda: bool(encoders(worker.pid)))
        [encoder] = encoders(worker.pid)
        if os.geteuid() == 0 and jail.describe(place)["user"].startswith("another"):
            assert encoder.uids().real != 0
        os.kill(worker.pid, how)
        worker.wait(10)
        assert eventually(lambda: not encoder.is_running() or encoder.status() == "zombie")
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces and Landlock are Linux's")
def test_there_is_no_network_inside(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        local.bind(str(place / "listening"))
        local.listen()
        source = f"""
            import os, socket
            print(os.readlink("/proc/self/ns/net"))
            for family, address in (
                (socket.AF_INET, ("127.0.0.1", {server.getsockname()[1]})),
                (socket.AF_INET6, ("::1", {server.getsockname()[1]})),
                (socket.AF_UNIX, {str(place / "listening")!r}),
            ):
                try:
                    socket.socket(family).connect(address)
                    print("connected")
                except OSError as error:
                    print("refused")
        """
        namespace, *outcomes = in_jail(source, place)
        assert outcomes == ["refused"] * 3
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    if jail.describe(place)["network"] != "reachable":
        assert namespace != str(Path("/proc/self/ns/net").readlink())


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces and Landlock are Linux's")
def test_only_its_folder_and_what_it_is_shown_can_be_read(place: Path) -> None:
    ours = place / "work"
    ours.mkdir()
    secret, shown = place / "secret.key", place / "shown.mp4"
    for path in (secret, shown):
        path.write_text("text")
        path.chmod(0o600)
    (ours / "planted").symlink_to(secret)
    source = f"""
        import os
        def attempt(name, act):
            try:
                act(); print(name, "did")
            except OSError as error:
                print(name, "did not")
        attempt("secret", lambda: open({str(secret)!r}).read())
        attempt("planted", lambda: open("planted").read())
        attempt("passwd", lambda: open("/etc/passwd").read())
        attempt("outside", lambda: open({str(place / "new")!r}, "w"))
        attempt("link", lambda: os.link({str(shown)!r}, "link"))
        attempt("symlink", lambda: os.symlink("/etc", "etc"))
        attempt("pipe", lambda: os.mkfifo("pipe"))
        attempt("overwrite", lambda: open({str(shown)!r}, "w"))
        attempt("signal", lambda: os.kill({os.getpid()}, 0))
        attempt("shown", lambda: open({str(shown)!r}).read())
        attempt("own", lambda: open("own", "w").write("x"))
    """
    lines: list[str] = []
    command = [PYTHON, "-I", "-S", "-c", textwrap.dedent(source), f"file:{shown}"]
    jail.run(command, ours, AMPLE, reads=[*SYSTEM, *PYTHON_HOME], on_line=lines.append)
    did = {line.removesuffix(" did") for line in lines if line.endswith(" did")}
    assert len(lines) == 11
    if jail.describe(ours)["files"] == "its folder only":
        # Who is root and could not become another user may still ask after other processes.
        assert did - {"signal"} == {"shown", "own"}
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_root_becomes_a_user_who_owns_nothing(place: Path) -> None:
    uid, gid, capabilities, raised = shell_in_jail(
        """
        id -u; id -G; echo by the jail > made
        while read name value; do
            case $name in CapEff:|NoNewPrivs:) echo $value ;; esac
        done < /proc/self/status | sort
        """,
        place,
    )
    assert {int(capabilities, 16), int(raised)} == {0, 1}
    if jail.describe(place)["user"].startswith("another"):
        assert int(uid) > 60_000
        assert int(gid) > 60_000
        assert (place / "made").stat().st_uid == int(uid)
    assert (place / "made").read_text() == "by the jail\n"


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces and Landlock are Linux's")
def test_a_program_that_multiplies_is_bounded_and_nothing_of_it_stays(place: Path) -> None:
    source = """
        echo $$
        n=0
        while [ $n -lt 1500 ]; do
            sleep 600 >&- 2>&- &
            n=$((n + 1))
            echo $n
        done
    """
    leader, *counted = map(int, shell_in_jail(source, place))
    told = jail.describe(place)
    if told["user"].startswith("another") or told["network"] != "reachable":
        assert 10 < counted[-1] < 1024
    assert eventually(lambda: not group_of(leader))
    # Who has ended counts as one of the user's until it is collected, and other tests fork too.
    eventually(lambda: not group_of(leader, ended_too=True))


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces and Landlock are Linux's")
def test_nothing_inside_leaves_its_group_or_makes_namespaces(place: Path) -> None:
    source = """
        import ctypes, os
        libc = ctypes.CDLL(None)
        child = os.fork()
        if child == 0:
            try:
                os.setsid()
            except OSError:
                os._exit(0)
            os._exit(1)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        print(libc.unshare(0x10000000), libc.ptrace(0, 0, 0, 0))
    """
    if jail.describe(place)["calls"] != "any":
        assert in_jail(source, place) == ["0", "-1 -1"]


def group_of(leader: int, *, ended_too: bool = False) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if os.getpgid(process.pid) != leader:
                continue
            if ended_too or process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (ProcessLookupError, psutil.NoSuchProcess):
            continue
    return found


def test_a_jail_that_cannot_be_built_is_not_the_files_fault(place: Path) -> None:
    stranger = [*jail._LAUNCHER, "1", "60", str(2**31), str(2**31), "0", "--", "/bin/true"]
    done = subprocess.run(stranger, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == JAIL_FAILED, "its parent is not process 1"
    assert "the jail failed" in done.stderr
    with pytest.raises(PortUnavailable, match="the jail failed"):
        jail._judge(jail.Finished(JAIL_FAILED, done.stderr), 0.0, AMPLE, place)


def test_the_bounds_of_this_machine_can_be_told(place: Path) -> None:
    told = jail.describe(place)
    assert set(told) == (
        {"network", "user", "files", "calls"} if sys.platform == "linux" else set()
    )
