"""The store is every test's: what it holds of people is this folder's matter alone."""

import pytest


@pytest.fixture(autouse=True)
def people_in_the_store(site):
    prefixes = ("people/", "avatars/", "erased/")
    for prefix in prefixes:
        site.objects.delete_prefix(prefix)
    yield
    for prefix in prefixes:
        site.objects.delete_prefix(prefix)
