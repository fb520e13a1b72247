"""What the supervisor runs: long-lived services and tasks that end, with their order."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGTERM


class Kind(enum.Enum):
    """A service is restarted when it ends; a task is done when it ends with code 0."""

    SERVICE = "service"
    TASK = "task"


@dataclass(frozen=True)
class Launch:
    """One process to start. `user` is honoured when root starts it and ignored otherwise.

    log: file its output is added to; None shows it on the terminal.
    """

    argv: tuple[str, ...]
    log: Path | None
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None


def _always_ready(_pid: int) -> bool:
    return True


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Unit:
    """A service or task of the stack.

    prepare: called before every start, also restarts; raises StackError with a line for people.
        None: there is nothing to start; whatever comes after need not wait.
    ready: asked with the pid until true; must recognise our own process, not just any answer.
    on_up: called once after the first readiness (service) or the end (task).
    after: names of units which must be up or done first; they are stopped after this one.
    required: a required task that fails stops the whole stack.
    vital: a vital service that does not start, or ends again and again, stops the whole stack;
        any other is started again for ever, with growing pauses, and is told as unwell meanwhile.
    """

    name: str
    prepare: Callable[[], Launch | None]
    after: tuple[str, ...] = ()
    kind: Kind = Kind.SERVICE
    ready: Callable[[int], bool] = _always_ready
    on_up: Callable[[], None] = _nothing
    required: bool = True
    vital: bool = True
    start_seconds: float = 30
    stop_seconds: float = 10
    stop_signal: int = SIGTERM
