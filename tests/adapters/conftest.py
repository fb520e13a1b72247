from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.store_site import StoreSite, running_store_site


@pytest.fixture(scope="session")
def store_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSite]:
    with running_store_site(tmp_path_factory.mktemp("store")) as site:
        yield site
