"""A certificate is checked with the published key alone; one changed byte fails."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.permissions import Role
from lms_app.services import certificate, user
from lms_app.services.certificate import signing
from tests.factories.certificates import articles, issued
from tests.factories.people import Nobody, as_system, instructor, person

pytestmark = pytest.mark.usefixtures("site")
SCRIPT = Path(__file__).with_name("offline.py")


@pytest.fixture
def sam():
    return person("Sam")


@pytest.fixture
def code(sam):
    return issued(sam, articles(instructor("Ada"), "지도 읽기"))


def signed(code):
    return Nobody().call(certificate.get_certificate, code).jws


def keys():
    return Nobody().call(certificate.list_certificate_keys)


def offline(tmp_path, text, revocations=""):
    """Run the script in a process that has files and nothing else: no address, no site."""
    files = {"keys.json": json.dumps({"keys": keys()}), "certificate.jwt": text}
    if revocations:
        files["revocations.jwt"] = revocations
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    command = [sys.executable, "-I", "-S", "-c", _ALONE, str(SCRIPT), *files]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


# No socket can be made and nothing of the site imported: an attempt ends the script.
_ALONE = f"""
import sys
sys.path.append({str(Path(sys.prefix) / "lib" / f"python3.{sys.version_info.minor}" / "site-packages")!r})
def refuse(event, arguments):
    if event.startswith("socket.") or (event == "import" and arguments[0].startswith("lms_app")):
        raise SystemExit("not alone: " + event)
sys.addaudithook(refuse)
import runpy
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_the_published_key_alone_verifies_it(code, tmp_path):
    status, said = offline(tmp_path, signed(code))
    assert status == 0, said
    assert json.loads(said)["name"] == "Sam"
    assert json.loads(said)["course"] == "지도 읽기"


def test_one_changed_byte_fails_wherever_it_is(code, tmp_path):
    from cryptography.exceptions import InvalidSignature

    from tests.services.certificate.offline import opened

    text, published = signed(code), {"keys": keys()}
    for at in range(len(text)):
        other = "A" if text[at] != "A" else "B"
        with pytest.raises(InvalidSignature):
            opened(published, text[:at] + other + text[at + 1 :], signing.TYPE)
    for at in [0, text.index("."), text.index(".") + 9, text.rindex(".") + 1, len(text) - 1]:
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        assert Nobody().call(certificate.verify_certificate, changed).status == "forged"
    assert offline(tmp_path, text[:-9] + ("A" if text[-9] != "A" else "B") + text[-8:])[0] == 1


def test_what_is_signed_is_what_is_shown_in_one_spelling(code):
    body = signed(code).split(".")[1]
    content = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    assert content == signing.canonical(json.loads(content))
    assert json.loads(content)["id"] == code


def test_a_new_key_signs_what_comes_and_the_old_one_stays_published(sam, code, tmp_path):
    before = signed(code)
    kid = as_system(certificate.rotate_certificate_key)
    assert keys()[0]["kid"] == kid
    assert len(keys()) == 2
    other = issued(sam, articles(instructor("Ben"), "Other"))
    assert Nobody().call(certificate.get_certificate, other).kid == kid
    assert offline(tmp_path, before)[0] == 0
    assert offline(tmp_path, signed(other))[0] == 0
    assert not any("d" in key for key in keys())


def test_a_private_key_lies_sealed(site, code):
    with site.engine.connect() as connection:
        row = connection.execute(sa.text("SELECT kid, sealed_private FROM certificate_key")).one()
    opened = site.keys.open_key(bytes(row.sealed_private), f"certificate key {row.kid}")
    assert b"PRIVATE KEY" in opened
    assert b"PRIVATE KEY" not in bytes(row.sealed_private)


def test_the_list_names_what_is_revoked_and_is_signed_itself(sam, code, tmp_path):
    assert offline(tmp_path, signed(code), listed())[0] == 0
    sam.call(user.update_own_profile, display_name="Samira")
    renewed = sam.call(certificate.reissue_certificate, code)
    status, said = offline(tmp_path, signed(code), listed())
    assert (status, "revoked" in said) == (2, True)
    assert offline(tmp_path, signed(renewed), listed())[0] == 0
    assert offline(tmp_path, signed(code), signed(renewed))[0] == 1


def listed():
    return Nobody().call(certificate.get_revocations)


def test_the_site_says_what_it_knows_of_a_signed_text(sam, code):
    text = signed(code)
    verify = certificate.verify_certificate
    assert Nobody().call(verify, f" {text}\n").status == "valid"
    sam.call(user.update_own_profile, display_name="Samira")
    sam.call(certificate.reissue_certificate, code)
    found = Nobody().call(verify, text)
    assert (found.status, found.content["name"]) == ("revoked", "Sam")


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "a.b.c", "💥", "e30.e30.e30", "\0", "x" * 100_000, "a" * 19_000 + ".b.c"],
)
def test_a_text_that_nobody_signed_is_forged(code, text):
    assert Nobody().call(certificate.verify_certificate, text).status == "forged"


def test_neither_another_algorithm_nor_another_kind_is_believed(code):
    (key,) = keys()

    def part(content):
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    body = signed(code).split(".")[1]
    for header in (
        {"alg": "none", "kid": key["kid"], "typ": signing.TYPE},
        {"alg": "HS256", "kid": key["kid"], "typ": signing.TYPE},
        {"alg": "Ed25519", "kid": "../../etc/passwd", "typ": signing.TYPE},
    ):
        text = f"{part(header)}.{body}."
        assert Nobody().call(certificate.verify_certificate, text).status == "forged"
    assert Nobody().call(certificate.verify_certificate, listed()).status == "forged"


def test_nobody_but_the_operator_changes_keys():
    from lms_app.core.errors import Forbidden

    with pytest.raises(Forbidden):
        person("Root", Role.admin).call(certificate.rotate_certificate_key)
    composition.call(certificate.list_certificate_keys)
