"""What the daemon finds is named, what it does not answer is never “clean”."""

import os
import socket
import threading

import pytest

from lms_app.adapters import clamd_scanner
from lms_app.adapters.clamd_scanner import CHUNK_BYTES, SCANNED_BYTES, ClamdScanner
from lms_app.core.config import SettingsError, load_settings
from lms_app.core.errors import PortUnavailable
from tests.adapters.mail_servers import free_port
from tests.adapters.malware_daemons import (
    EICAR,
    NAME,
    our_daemon,
    real_daemon,
    real_daemon_is_installed,
)

DAEMONS = ["ours", "real"] if real_daemon_is_installed() else ["ours"]


@pytest.fixture(scope="module", params=DAEMONS)
def scanner(request, tmp_path_factory):
    if request.param == "real":
        with real_daemon(tmp_path_factory.mktemp("clamav")) as url:
            yield ClamdScanner(url)
    else:
        with our_daemon() as daemon:
            yield ClamdScanner(f"tcp://127.0.0.1:{daemon.server_address[1]}")


@pytest.fixture
def file(tmp_path):
    def write(data: bytes):
        path = tmp_path / "upload"
        path.write_bytes(data)
        return path

    return write


def test_the_test_file_is_found_and_named(scanner, file):
    assert NAME in (scanner.scan(file(EICAR)) or "")


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES - 1])
def test_other_files_are_clean_in_pieces_of_any_size(scanner, file, size):
    assert scanner.scan(file(os.urandom(size))) is None


def test_of_a_film_the_beginning_is_looked_at(scanner, file, tmp_path):
    film = file(b"")
    os.truncate(film, 3 * SCANNED_BYTES)
    assert scanner.scan(film) is None


def test_one_that_has_heard_enough_is_no_clean_answer(scanner, file, monkeypatch):
    monkeypatch.setattr(clamd_scanner, "SCANNED_BYTES", 2**40)
    film = file(b"")
    os.truncate(film, 120 * 1024**2)
    with pytest.raises(PortUnavailable):
        scanner.scan(film)


def test_the_version_is_told(scanner):
    assert scanner.greet()


@pytest.mark.parametrize("url", [f"tcp://127.0.0.1:{free_port()}", "unix:///nowhere/clamd.ctl"])
def test_a_daemon_that_is_away_says_so(file, url):
    for ask in (lambda: ClamdScanner(url).scan(file(EICAR)), ClamdScanner(url).greet):
        with pytest.raises(PortUnavailable) as caught:
            ask()
        assert caught.value.port == "malware_scanner"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"stream: \0",
        b"UNKNOWN COMMAND\0",
        b"stream: lstat() failed ERROR\0",
        b"x" * 9000,
    ],
)
def test_no_answer_is_never_a_clean_file(file, answer):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def reply() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(answer)

        threading.Thread(target=reply, daemon=True).start()
        scanner = ClamdScanner(f"tcp://127.0.0.1:{server.getsockname()[1]}", timeout_seconds=10)
        with pytest.raises(PortUnavailable):
            scanner.scan(file(EICAR))


def test_a_daemon_that_says_nothing_is_not_waited_for_for_ever(file):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(PortUnavailable):
            ClamdScanner(url, timeout_seconds=0.2).scan(file(EICAR))


def test_it_listens_at_a_socket_of_this_machine_too(file, tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "d"))
        server.listen()

        def reply() -> None:
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as heard:
                heard.read(len(b"zINSTREAM\0") + 4 + len(EICAR) + 4)
                connection.sendall(b"stream: Eicar-Test FOUND\0")

        threading.Thread(target=reply, daemon=True).start()
        assert ClamdScanner(f"unix://{tmp_path}/d").scan(file(EICAR)) == NAME


@pytest.mark.parametrize(
    "given", ["clamd", "http://a:1", "tcp://a", "tcp://", "unix:", "tcp://a:b"]
)
def test_an_address_that_cannot_be_meant_is_refused_at_the_start(given, tmp_path):
    with pytest.raises(SettingsError, match="CLAMAV_URL"):
        load_settings({"CLAMAV_URL": given, "MARGIN_DATA_DIR": str(tmp_path)})
