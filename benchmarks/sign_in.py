"""CPU of a sign-in, beside the hash of its password alone; and whether times tell who has an account.

Sixteen people sign in at a time over HTTP, each from an address and with an account of their own:
form, counters, hash, session and cookie, and the whole site while it does so. Reference: the same
hash with the same parameters and nothing else, as many at once in as many processes. Then, one at a
time and by turns, addresses that have an account (with a wrong password) and addresses that have
none, 200 of each; and both again where a forgotten password is told of. Callers change their
address as often as the limits of one address ask for.
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks import load
from benchmarks.bare.hashes import PASSWORD
from benchmarks.measuring import (
    Measurement,
    Sample,
    Watch,
    alternate,
    cpu_per,
    of_pairs,
    repeat,
)
from benchmarks.run import Run
from benchmarks.site import ROOT, WEB_WORKERS, settled
from lms_app import composition
from lms_app.adapters.argon2_password_hasher import HASHES_AT_ONCE
from lms_app.core import urls
from lms_app.services import auth
from tests.factories.people import as_system

CLIENTS = 16
SIGN_INS = 64
# An address may ask for sixty links to a new password in an hour.
PARTS, TURNS = 8, 25
MOST_APART_MS = 50


def measure(run: Run) -> list[Measurement]:
    url, addresses = run.site.url, _addresses()
    people = _accounts(PARTS * TURNS)
    calls = [_sign_in(url, email, PASSWORD, b"sid=") for email in people[:SIGN_INS]]

    def sign_in() -> None:
        load.send(url, calls, CLIENTS, list(itertools.islice(addresses, CLIENTS)))

    def ours() -> Sample:
        with Watch(run.site.answering) as watch:
            sign_in()
        return cpu_per(SIGN_INS, watch)

    sign_in()
    settled()
    pairs = alternate(ours, _hashes, run.samples)
    turns = Turns(url, addresses, itertools.cycle(people))
    return [
        of_pairs("sign-in, 16 at a time", "CPU-ms", pairs, 1.3, "the hash alone"),
        turns.apart("sign-in, known and unknown address", _refused),
        turns.apart("a link to a new password, known and unknown address", _forgot),
    ]


def _addresses() -> Iterator[str]:
    """Addresses of this machine, as many as are asked for."""
    return (f"127.1.{number // 250}.{number % 250 + 1}" for number in itertools.count())


def _accounts(count: int) -> list[str]:
    """So many accounts with the same password and the same hash of it; returns their addresses."""
    hashed = composition.implementations().passwords.hash(PASSWORD)
    emails = [f"early{number}@example.com" for number in range(count)]
    for email in emails:
        as_system(auth.create_person, email=email, display_name="Early", password_hash=hashed)
    return emails


def _form(url: str, path: str, expects: bytes, **fields: str) -> load.Call:
    headers = (
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Origin", url),
        ("Sec-Fetch-Site", "same-origin"),
    )
    return load.Call(path, expects, "POST", urlencode(fields).encode(), headers, status=303)


def _sign_in(url: str, email: str, password: str, expects: bytes) -> load.Call:
    return _form(url, urls.API_SIGN_IN, expects, email=email, password=password)


def _refused(url: str, email: str) -> load.Call:
    return _sign_in(url, email, PASSWORD[::-1], b"error.wrong_password")


def _forgot(url: str, email: str) -> load.Call:
    return _form(url, urls.API_FORGOT, b"sent=1", email=email)


def _hashes() -> Sample:
    """CPU of one hash, where as many are made at once as the site makes."""
    each = SIGN_INS // WEB_WORKERS
    command = [sys.executable, "-m", "benchmarks.bare.hashes", str(each), str(HASHES_AT_ONCE)]
    with Watch() as watch:
        running = [
            subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(WEB_WORKERS)
        ]
        seconds = [float(process.communicate()[0]) for process in running]
    return Sample(1000 * sum(seconds) / (each * WEB_WORKERS), watch.foreign)


@dataclass
class Turns:
    """Somebody known and somebody unknown ask by turns; nobody asks more often than people may."""

    url: str
    addresses: Iterator[str]
    known: Iterator[str]
    _strangers: Iterator[int] = field(default_factory=itertools.count)

    def apart(self, name: str, call: Callable[[str, str], load.Call]) -> Measurement:
        """How many ms the medians of both lie apart, over all parts that were quiet enough."""
        times: dict[Sample, list[tuple[float, float]]] = {}

        def part() -> Sample:
            with Watch() as watch:
                asked = self._ask(call)
            sample = Sample(len(times), watch.foreign)  # its place: no two are the same
            times[sample] = asked
            return sample

        parts = repeat(part, PARTS)
        counted = [sample for sample in parts if sample.is_valid] or parts
        known, unknown = (
            statistics.median(side)
            for side in zip(*(pair for sample in counted for pair in times[sample]), strict=True)
        )
        return Measurement(
            name=name,
            unit="ms",
            ours=known,
            reference=unknown,
            value=abs(known - unknown),
            goal=MOST_APART_MS,
            valid=sum(sample.is_valid for sample in parts),
            taken=len(parts),
            foreign=statistics.median(sample.foreign for sample in parts),
            note="somebody unknown; what counts is how far apart they are",
        )

    def _ask(self, call: Callable[[str, str], load.Call]) -> list[tuple[float, float]]:
        """The milliseconds of both, turn by turn, over a connection that stands."""
        client = load.Client(self.url, next(self.addresses))
        asked = []
        for _ in range(TURNS):
            stranger = f"stranger{next(self._strangers)}@example.com"
            asked.append(
                (
                    client.ask(call(self.url, next(self.known))),
                    client.ask(call(self.url, stranger)),
                )
            )
        client.close()
        return asked
