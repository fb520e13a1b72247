"""Brings units up in order, restarts what dies, and takes all down in reverse order.

Two processes: the *front* is what a person started and gets Ctrl-C; the *supervisor* is its child
in a session of its own and the parent of all services. Front killed: the supervisor reads the end
of their pipe and stops in order. Supervisor killed: the kernel signals the services and the front
ends what is left. Both killed at once: the kernel signals the services, and the next start sweeps
whatever still carries the mark of this data directory.

The supervisor must stay single-threaded: the kernel ties a service to the thread that forked it.
"""

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TextIO

from lms_app.local import process_tree
from lms_app.local.errors import OWN_WORDS, StackError
from lms_app.local.supervised import DEATHS_ALLOWED, Phase, Supervised
from lms_app.local.units import Kind, Unit

MARK_VARIABLE = "MARGIN_STACK"
_TICK_SECONDS = 0.05
_QUIET_TICK_SECONDS = 0.25
_PARENT_CHECK_SECONDS = 0.1
_TAIL_LINES = 12
Say = Callable[[str], None]


def say(line: str) -> None:
    """One line of progress or trouble on standard error; nobody listening is no reason to fail."""
    _write(sys.stderr, line)


def tell(line: str) -> None:
    """One line of results on standard output, at once."""
    _write(sys.stdout, line)


def _write(stream: TextIO, line: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        stream.write(line + "\n")
        stream.flush()


class Supervisor:
    """The loop of the supervising process. `mark` names the data directory in environments.

    on_stop: called once, before the first unit is stopped.
    on_health: called with the unwell units and their deaths in a row, whenever these change.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        mark: str,
        control: int,
        say: Say,
        on_stop: Callable[[], None],
        on_health: Callable[[dict[str, int]], None],
    ) -> None:
        self._mark = f"{MARK_VARIABLE}={mark}"
        environment = {MARK_VARIABLE: mark}
        self._units = [Supervised(unit, environment) for unit in units]
        self._by_name = {s.unit.name: s for s in self._units}
        self._control = control
        self._say = say
        self._on_stop = on_stop
        self._on_health = on_health
        self._stop_requests = 0
        self._exit_code = 0

    def run(self) -> int:
        """Work until told to stop or a required unit fails; 0 or 1."""
        process_tree.adopt_orphans()
        # The front decides about Ctrl-C and a closed terminal; SIGTERM may be sent to us directly.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: self._count_request())
        process_tree.end(process_tree.with_environment(self._mark), grace_seconds=3)
        try:
            while not self._stop_requests:
                for supervised in self._units:
                    self._advance(supervised)
                    supervised.keep_log_short()
                process_tree.bury_zombies(self._own_pids())
                self._listen(_QUIET_TICK_SECONDS if self._is_quiet() else _TICK_SECONDS)
        except StackError as error:
            self._fail(str(error))
        finally:
            self._on_stop()
            self._stop_all()
        return self._exit_code

    def _is_quiet(self) -> bool:
        settled = (Phase.UP, Phase.DONE, Phase.FAILED)
        return all(s.phase in settled for s in self._units)

    def _own_pids(self) -> set[int]:
        return {s.process.pid for s in self._units if s.process}

    def _count_request(self) -> None:
        self._stop_requests += 1

    def _listen(self, timeout: float) -> None:
        """Wait for the front: each byte is one request, the end of the pipe means it is dead."""
        if self._control < 0:
            time.sleep(timeout)
            return
        if select.select([self._control], [], [], timeout)[0]:
            told = os.read(self._control, 16)
            self._stop_requests += len(told) or 1
            if not told:
                os.close(self._control)
                self._control = -1

    def _fail(self, line: str) -> None:
        self._say(line)
        self._exit_code = 1
        self._stop_requests = self._stop_requests or 1

    def _advance(self, s: Supervised) -> None:
        if self._stop_requests or s.phase in (Phase.DONE, Phase.FAILED):
            return
        if s.phase is Phase.WAITING:
            if all(self._by_name[name].is_satisfied for name in s.unit.after):
                self._begin(s)
        elif s.phase is Phase.RETRYING:
            if s.may_retry():
                s.start()
        elif (code := s.ended_with()) is not None:
            self._take_end(s, code)
        elif s.recovers():
            self._tell_health()
        elif s.phase is Phase.STARTING and s.is_ready():
            self._mark_up(s)
        elif s.is_late():
            self._say(f"{s.unit.name} was not ready within {s.unit.start_seconds:.0f} s.")
            s.kill()

    def _begin(self, s: Supervised) -> None:
        s.start()
        if s.phase is Phase.DONE:
            s.unit.on_up()

    def _mark_up(self, s: Supervised) -> None:
        s.phase = Phase.UP
        if not s.been_up:
            s.been_up = True
            s.unit.on_up()

    def _take_end(self, s: Supervised, code: int) -> None:
        if s.unit.kind is Kind.TASK:
            s.phase = Phase.DONE if code == 0 else Phase.FAILED
            s.clear()
            if code == 0:
                s.unit.on_up()
            elif s.unit.required:
                self._fail(f"{s.unit.name} failed ({_describe(code)}). {self._where(s)}")
            else:
                self._say(f"{s.unit.name} did not finish ({_describe(code)}). {self._where(s)}")
            return
        deaths = s.record_death()
        self._tell_health()
        if not s.unit.vital:
            self._say(f"{s.unit.name} ended ({_describe(code)}); it is started again. Log: {s.log}")
        elif not s.been_up:
            self._fail(f"{s.unit.name} did not start ({_describe(code)}). {self._where(s)}")
        elif deaths > DEATHS_ALLOWED:
            self._fail(f"{s.unit.name} ended {deaths} times within a minute. {self._where(s)}")
        else:
            self._say(f"{s.unit.name} ended ({_describe(code)}); starting it again.")

    def _tell_health(self) -> None:
        unwell = {s.unit.name: s.deaths_in_a_row for s in self._units if s.deaths_in_a_row}
        self._on_health(unwell)

    def _where(self, s: Supervised) -> str:
        if s.log is None:
            return ""
        with contextlib.suppress(OSError):
            lines = s.log.read_text(errors="replace").strip().splitlines()[-_TAIL_LINES:]
            own = [number for number, line in enumerate(lines) if line.startswith(OWN_WORDS)]
            words = lines[own[-1] :] if own else []
            # A command of ours that ended with its reason: the lines that belong to it are indented.
            if words and all(line.startswith("    ") for line in words[1:]):
                words[0] = words[0].removeprefix(OWN_WORDS)
                return "\n".join([*words, f"The whole log: {s.log}"])
            if lines:
                return "\n".join([f"The end of {s.log}:", *(f"    {line}" for line in lines)])
        return f"See {s.log}"

    def _below(self, unit: Unit) -> set[str]:
        """Names of all units that this one stands on, directly or not."""
        direct = set(unit.after)
        return direct.union(*(self._below(self._by_name[n].unit) for n in direct))

    def _stop_all(self) -> None:
        """Stop units whose dependants have stopped, side by side; a second request hurries."""
        running = {s.unit.name: s for s in self._units if s.process}
        requests = self._stop_requests
        while running:
            needed = {n for s in running.values() for n in self._below(s.unit)}
            for name, s in list(running.items()):
                if name not in needed:
                    s.ask_to_stop()
                    if self._stop_requests > requests:
                        s.hurry()
                    if s.has_stopped():
                        del running[name]
            process_tree.bury_zombies(self._own_pids())
            self._listen(_TICK_SECONDS)
        process_tree.end(process_tree.descendants(os.getpid()), grace_seconds=1)


def _nothing() -> None:
    return None


def _to_nobody(_unwell: dict[str, int]) -> None:
    return None


def _describe(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def run_front(
    units: Sequence[Unit],
    *,
    mark: str,
    say: Say = say,
    on_stop: Callable[[], None] = _nothing,
    on_health: Callable[[dict[str, int]], None] = _to_nobody,
    parent: int | None = None,
) -> int:
    """Fork the supervisor and stand in front of it until all has ended; the exit code.

    on_stop: called in the supervisor before anything is stopped.
    on_health: called there with the unwell units and their deaths in a row, when these change.
    parent: when given, this process stops with that one, even when it is killed.
    """
    reading, writing = os.pipe()
    process_tree.adopt_orphans()
    supervisor = os.fork()
    if supervisor == 0:
        os.close(writing)
        os.setsid()
        make = partial(
            Supervisor,
            units,
            mark=mark,
            control=reading,
            say=say,
            on_stop=on_stop,
            on_health=on_health,
        )
        os._exit(_supervise(make, say))
    os.close(reading)

    def ask(*_: object) -> None:
        with contextlib.suppress(OSError):
            os.write(writing, b"s")

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, ask)
    status = _await(supervisor, parent, ask)
    if os.WIFSIGNALED(status):
        # The kernel has signalled the services; give them time for a clean end of their own.
        process_tree.end(process_tree.descendants(os.getpid()), grace_seconds=5)
        process_tree.end(process_tree.descendants(os.getpid()), grace_seconds=0)
        return 1
    return os.waitstatus_to_exitcode(status)


def _supervise(make: Callable[[], Supervisor], say: Say) -> int:
    try:
        return make().run()
    except BaseException as error:  # noqa: BLE001 - must not return into the front's code
        say(f"The supervisor failed: {error!r}")
        return 1


def _await(child: int, parent: int | None, ask: Callable[[], None]) -> int:
    asked = False
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        if parent is not None and not asked and os.getppid() != parent:
            ask()
            asked = True
        time.sleep(_PARENT_CHECK_SECONDS)
