from __future__ import annotations

from collections.abc import Iterator

import pytest

from lms_app.adapters.ffmpeg import FfmpegTranscoder
from lms_app.core.config import load_settings
from tests.adapters.store_site import StoreSite, running_store_site
from tests.media_samples import MediaZoo


@pytest.fixture(scope="session")
def store_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreSite]:
    with running_store_site(tmp_path_factory.mktemp("store")) as site:
        yield site


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> MediaZoo:
    return MediaZoo(tmp_path_factory.mktemp("zoo"))


@pytest.fixture(scope="session")
def transcoder(tmp_path_factory: pytest.TempPathFactory) -> FfmpegTranscoder:
    data_dir = str(tmp_path_factory.mktemp("data"))
    return FfmpegTranscoder(load_settings({"MARGIN_DATA_DIR": data_dir}))
