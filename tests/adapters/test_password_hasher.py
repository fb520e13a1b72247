"""Hashes of passwords, and the one that stands for nobody."""

import argon2
import pytest

from lms_app.adapters.argon2_password_hasher import Argon2PasswordHasher


@pytest.fixture(scope="module")
def hasher() -> Argon2PasswordHasher:
    return Argon2PasswordHasher()


def test_a_password_fits_its_own_hash_only(hasher):
    hashed = hasher.hash("a long walk at dusk 7")
    assert hasher.verify("a long walk at dusk 7", hashed) == (True, None)
    assert hasher.verify("a long walk at dusk 8", hashed) == (False, None)
    assert hasher.hash("a long walk at dusk 7") != hashed


def test_nobodys_hash_costs_what_a_real_one_costs_and_fits_nothing(hasher):
    real = hasher.hash("a long walk at dusk 7")
    assert argon2.extract_parameters(hasher._nobody) == argon2.extract_parameters(real)
    assert hasher.verify("a long walk at dusk 7", None) == (False, None)
    assert hasher.verify("", None) == (False, None)


def test_a_hash_of_lower_cost_is_made_anew_when_it_fits(hasher):
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8192).hash("a long walk at dusk 7")
    valid, better = hasher.verify("a long walk at dusk 7", old)
    assert valid
    assert better is not None
    assert hasher.verify("a long walk at dusk 7", better) == (True, None)
