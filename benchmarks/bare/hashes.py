"""Nothing but the hash of a password: what any sign-in costs at least.

`python -m benchmarks.bare.hashes COUNT AT_ONCE` prints the CPU seconds of so many checks, each
with the product's parameters; what it takes to start is not in it.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from lms_app.adapters.argon2_password_hasher import Argon2PasswordHasher

PASSWORD = "a long walk at dusk 7"  # noqa: S105


def main(count: int, at_once: int) -> None:
    hasher = Argon2PasswordHasher()
    hashed = hasher.hash(PASSWORD)

    def check(_number: int) -> bool:
        return hasher.verify(PASSWORD, hashed)[0]

    with ThreadPoolExecutor(at_once) as pool:
        assert all(pool.map(check, range(at_once)))
        begun = time.process_time()
        assert all(pool.map(check, range(count)))
        print(time.process_time() - begun)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
