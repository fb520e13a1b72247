"""ClamAV's daemon, over its INSTREAM command (clamd(8), "COMMANDS")."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from lms_app.core.errors import PortUnavailable

# The daemon takes 25 MB from a stream in its older releases, 100 in its newer (StreamMaxLength), and
# what it knows of programs is found at the beginning of a file.
SCANNED_BYTES = 20 * 1024**2
CHUNK_BYTES = 64 * 1024
TIMEOUT_SECONDS = 60.0
_LONGEST_ANSWER = 4096
_PORT = "malware_scanner"


class ClamdScanner:
    """`MalwareScanner` with one connection a file. `url` is `tcp://host:3310` or `unix:///path`."""

    def __init__(self, url: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._parts = urlsplit(url)
        self._timeout = timeout_seconds

    def scan(self, file: Path) -> str | None:
        """See the port. Of a longer file the first `SCANNED_BYTES` are looked at."""
        with self._connected() as daemon:
            try:
                # One that has heard enough closes while we still send; its answer is there to read.
                with suppress(BrokenPipeError, ConnectionResetError):
                    _send(daemon, file)
                answer = _answer(daemon)
            except OSError as error:
                raise PortUnavailable(_PORT, type(error).__name__) from error
        return _found(answer)

    def greet(self) -> str:
        """Return the daemon's version (`doctor`). Raises `PortUnavailable`."""
        with self._connected() as daemon:
            try:
                daemon.sendall(b"zVERSION\0")
                return _answer(daemon)
            except OSError as error:
                raise PortUnavailable(_PORT, type(error).__name__) from error

    def _connected(self) -> socket.socket:
        try:
            if self._parts.scheme == "unix":
                connection = socket.socket(socket.AF_UNIX)
                connection.settimeout(self._timeout)
                connection.connect(self._parts.path)
                return connection
            where = (self._parts.hostname or "", self._parts.port or 3310)
            return socket.create_connection(where, self._timeout)
        except OSError as error:
            raise PortUnavailable(_PORT, type(error).__name__) from error


def _send(daemon: socket.socket, file: Path) -> None:
    """Send the file in pieces, each after its length (four bytes, network order); none ends it."""
    daemon.sendall(b"zINSTREAM\0")
    left = SCANNED_BYTES
    with file.open("rb") as source:
        while chunk := source.read(min(CHUNK_BYTES, left)):
            daemon.sendall(len(chunk).to_bytes(4, "big") + chunk)
            left -= len(chunk)
    daemon.sendall(bytes(4))


def _answer(daemon: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        more = daemon.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _found(answer: str) -> str | None:
    """Read `stream: OK` or `stream: <name> FOUND`; anything else is no answer to the question."""
    words = answer.removeprefix("stream: ")
    if words == "OK":
        return None
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")[:200]
    raise PortUnavailable(_PORT, answer[:200] or "no answer")
