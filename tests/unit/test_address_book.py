"""Addresses are signed once for all who come within a while, and never handed out old."""

from __future__ import annotations

import threading
from datetime import timedelta

from lms_app.core import clock
from lms_app.services.media.addresses import AddressBook


class Signer:
    """Signs with a running number, so that a new signature shows."""

    def __init__(self) -> None:
        self.signed: list[str] = []

    def sign_get(self, key: str, _seconds: int) -> str:
        self.signed.append(key)
        return f"/{key}?{len(self.signed)}"


def ask(book: AddressBook, signer: Signer, count: int, folder: str = "a/360p") -> list[str]:
    return book.segments(signer, folder, count, seconds=600, keep_seconds=60)  # type: ignore[arg-type]


def test_a_class_signs_once_and_a_list_that_grows_signs_what_is_new() -> None:
    book, signer = AddressBook(), Signer()
    threads = [threading.Thread(target=ask, args=(book, signer, 300)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(signer.signed) == 300
    first = ask(book, signer, 300)
    assert ask(book, signer, 302)[:300] == first
    assert len(signer.signed) == 302
    assert ask(book, signer, 2) == first[:2]


def test_after_a_while_all_are_signed_anew() -> None:
    book, signer = AddressBook(), Signer()
    begun = clock.now()
    with clock.frozen(lambda: begun):
        first = ask(book, signer, 3)
    with clock.frozen(lambda: begun + timedelta(seconds=60)):
        assert ask(book, signer, 3) == first
    for moved in (61, -5):  # also when the clock was set back
        with clock.frozen(lambda at=begun + timedelta(seconds=moved): at):
            assert not set(ask(book, signer, 3)) & set(first)


def test_what_is_kept_is_bounded_and_the_longest_unused_goes() -> None:
    book, signer = AddressBook(most=10), Signer()
    for folder in ("a", "b", "c"):
        ask(book, signer, 4, folder)
    before = len(signer.signed)
    ask(book, signer, 4, "c")
    assert len(signer.signed) == before
    ask(book, signer, 4, "a")
    assert len(signer.signed) == before + 4
    assert len(ask(book, signer, 50, "long")) == 50
