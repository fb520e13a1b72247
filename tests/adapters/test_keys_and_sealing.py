from __future__ import annotations

from pathlib import Path

import pytest

from lms_app.adapters import hls_sealing
from lms_app.adapters.secret_key_vault import SecretKeyVault
from lms_app.ports.key_vault import KeyUnreadable

KEY = bytes(range(16))


def test_sealing_is_aes_128_cbc_with_the_sequence_number_as_iv() -> None:
    # computed apart: printf 'margin' | openssl enc -aes-128-cbc -K <KEY> -iv 00..02
    assert hls_sealing.seal(b"margin", KEY, 2).hex() == "07803fe83021cfd810b64fb9ad46ab3b"


@pytest.mark.parametrize("size", [0, 1, 15, 16, 188 * 100, 1024 * 1024 + 1])
def test_a_sealed_segment_opens_with_its_key_and_number(size: int, tmp_path: Path) -> None:
    data = bytes(size)
    sealed = hls_sealing.seal(data, KEY, 7)
    assert len(sealed) == size // 16 * 16 + 16
    assert hls_sealing.unseal(sealed, KEY, 7) == data
    clear, target = tmp_path / "clear", tmp_path / "sealed"
    clear.write_bytes(data)
    assert hls_sealing.seal_file(clear, target, KEY, 7) == len(sealed)
    assert target.read_bytes() == sealed
    assert hls_sealing.seal(data, KEY, 8) != sealed


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        hls_sealing.seal(b"x", b"short", 0)


def test_a_key_rests_sealed_and_opens_for_its_own_asset_only() -> None:
    vault = SecretKeyVault(b"the site's secret key, long enough")
    key = hls_sealing.new_key()
    assert len(key) == 16
    sealed = vault.seal_key(key, "asset-1")
    assert key not in sealed
    assert vault.seal_key(key, "asset-1") != sealed
    assert vault.open_key(sealed, "asset-1") == key
    for changed, context in (
        (sealed, "asset-2"),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), "asset-1"),
        (b"\x02" + sealed[1:], "asset-1"),
        (sealed[:9], "asset-1"),
        (b"", "asset-1"),
    ):
        with pytest.raises(KeyUnreadable):
            vault.open_key(changed, context)


def test_a_new_secret_seals_and_the_retired_one_still_opens() -> None:
    old, new = b"a retired secret of this site, long", b"the present secret of this site, long"
    sealed = SecretKeyVault(old).seal_key(KEY, "a")
    both = SecretKeyVault(new, old)
    assert both.open_key(sealed, "a") == KEY
    assert both.needs_resealing(sealed)
    assert not both.needs_resealing(both.seal_key(KEY, "a"))
    with pytest.raises(KeyUnreadable):
        SecretKeyVault(new).open_key(sealed, "a")
