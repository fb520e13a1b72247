"""CPU of an event that reaches the database, beside a bare socket.io echo.

`SessionState.load` of a visitor: the gate checks it, the door opens a transaction and finds
nobody, the page's frame is answered. Reference: a socket.io server that sends back the same message, in
the same server and over as many sockets.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import load
from benchmarks.bare import running
from benchmarks.measuring import Measurement, Sample, Watch, alternate, cpu_per, of_pairs
from benchmarks.run import Run

SOCKETS = 16
EVENTS_EACH = 40
ROOT_STATE = "reflex___state____state"
EVENT = f"{ROOT_STATE}.lms_app___states___session____session_state.load"


def measure(run: Run) -> list[Measurement]:
    def ours() -> Sample:
        # New sockets for each sample: the gate bounds the events of a tab in a minute.
        sockets = _sockets(run.site.url)
        for socket in sockets:
            socket.ask(f"{ROOT_STATE}.hydrate_and_load")
        for socket in sockets:
            socket.drain(0.3)
        return _events(sockets, run.site.answering)

    with running("echo") as bare:
        pairs = alternate(ours, lambda: _events(_sockets(bare.url), [bare.pid]), run.samples)
    note = "the same message through a bare socket.io server"
    return [of_pairs("event through gate, door, empty query", "CPU-ms", pairs, 8, note)]


def _sockets(url: str) -> list[load.EventSocket]:
    return [load.EventSocket(url) for _ in range(SOCKETS)]


def _events(sockets: Sequence[load.EventSocket], roots: Sequence[int]) -> Sample:
    for socket in sockets:
        socket.ask(EVENT)
    with Watch(roots) as watch:
        load.ask_all(sockets, EVENT, EVENTS_EACH)
    for socket in sockets:
        socket.close()
    return cpu_per(len(sockets) * EVENTS_EACH, watch)
