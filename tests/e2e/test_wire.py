"""What a page never sends and anybody can: foreign origins, events of the framework, forged
surroundings, oversized headers (acceptance T05, T06, T08, T11), over real sockets.
"""

from __future__ import annotations

import json
import socket as plain
import uuid

import httpx
import pytest
import socketio
from socketio.exceptions import ConnectionError as Refused
from socketio.packet import Packet

from lms_app.core.permissions import Role
from lms_app.core.session_cookie import session_cookie
from lms_app.services import user
from tests.e2e.conftest import LiveSite, wait_until
from tests.e2e.logs import new_troubles, troubles
from tests.e2e.socket import ROOT_STATE, RawSocket
from tests.e2e.test_events import everything, named, table
from tests.factories.people import Person, person
from tests.strange_inputs import NEVER_KEPT, NUMBERS, TEXTS

UPDATE = f"{ROOT_STATE}.reflex___state____update_vars_internal_state.update_vars_internal"
EXCEPTION = (
    f"{ROOT_STATE}.reflex___state____frontend_event_exception_state.handle_frontend_exception"
)
HYDRATE = f"{ROOT_STATE}.hydrate_and_load"


@pytest.fixture(scope="module")
def chief(live_site) -> Person:
    return person(f"Chief{uuid.uuid4().hex[:6]}", Role.admin)


@pytest.fixture(scope="module")
def pupil(live_site) -> Person:
    return person(f"Pupil{uuid.uuid4().hex[:6]}")


def origins(site: LiveSite) -> list[str]:
    host, _, port = site.url.removeprefix("http://").partition(":")
    return [
        "https://evil.example", "null", f"http://x.{host}:{port}", f"https://{host}:{port}",
        f"http://{host}", f"http://{host}:{int(port) + 1}", f"http://{host}:{port}.evil.example",
        f"http://{host}.evil.example:{port}", f"http://a@{host}:{port}", f"{site.url}/",
        f"{site.url} https://evil.example",
    ]  # fmt: skip


def test_a_socket_opens_for_pages_of_this_site_only(live_site, pupil):
    for origin in origins(live_site):
        with pytest.raises(Refused):
            RawSocket(live_site.url, pupil.credential.session_token, origin=origin)
    with pytest.raises(Refused):
        without_origin(live_site)
    socket = RawSocket(live_site.url, pupil.credential.session_token)
    socket.hydrate("/settings")
    socket.close()


def without_origin(site: LiveSite) -> None:
    client = socketio.Client(reconnection=False, websocket_extra_options={"suppress_origin": True})
    client.connect(
        f"{site.url}/?token={uuid.uuid4()}", socketio_path="/_event", namespaces=["/_event"],
        transports=["websocket"], wait_timeout=10,
    )  # fmt: skip


def test_no_route_changes_anything_for_a_page_elsewhere(live_site, pupil):
    cookie = {"cookie": f"{session_cookie(live_site.url).name}={pupil.credential.session_token}"}
    for origin in origins(live_site):
        for headers in ({"origin": origin}, {"origin": origin, "sec-fetch-site": "cross-site"}):
            answer = httpx.post(
                f"{live_site.url}/api/auth/sign-out", headers={**cookie, **headers}, timeout=60
            )
            assert answer.status_code == 403, origin
    answer = httpx.get(f"{live_site.url}/settings", headers=cookie, timeout=60)
    assert answer.status_code == 200
    socket = RawSocket(live_site.url, pupil.credential.session_token)
    socket.hydrate("/settings")
    wait_until(lambda: pupil.email.partition("@")[0].capitalize() in socket.said())
    socket.close()


def registered() -> list[str]:
    from lms_app.lms_app import app

    return list(app._registration_context.event_handlers)


VALUES = (
    {"vars": {"a": {"b": "c"}}}, {"vars": {"a": "x" * 10_240}}, {"vars": [1]}, {"vars": "x"},
    {"vars": {"lms_app___states___session____session_state.is_admin_rx_state_": "true"}},
    {"vars": {f"{ROOT_STATE}.is_hydrated": "false"}}, {"hashes": {"a": 1}}, {"hashes": [1]},
    {"vars": {}, "more": 1}, [], "x", None, 7, {"value": "x"}, {"value": None},
    {"info": 1, "component_stack": []}, {"info": "x" * 100_000, "component_stack": "y" * 100_000},
    {"var_name": "is_admin", "value": True}, {"name": "set_role", "value": "admin"},
)  # fmt: skip


def test_anonymous_calls_of_everything_that_is_registered_do_nothing(live_site):
    before, declared = everything(), table()
    others = [name for name in registered() if name not in declared]
    assert {UPDATE, EXCEPTION, HYDRATE} <= set(others)
    assert sum(name.endswith(".setvar") for name in others) >= 20
    told = troubles(live_site)
    framework = [name for name in others if not name.endswith(".setvar")]
    for names, values in ((framework, VALUES), (others, VALUES[-2:])):
        socket = RawSocket(live_site.url)
        socket.hydrate()
        for name in names:
            for payload in values:
                socket.send(name, payload)  # type: ignore[arg-type]
        for name in ("_say", "_call", "__init__", "reset", "get_state", "router", "dirty_vars"):
            socket.send(f"{ROOT_STATE}.{name}", {})
        still_answers(socket)
        said = socket.said()
        assert 'is_admin_rx_state_": true' not in said
        socket.close()
    assert everything() == before
    assert new_troubles(live_site, told) == []


def still_answers(socket: RawSocket) -> None:
    """A message that fits is heard after those that did not."""
    socket.send(named("catalog_state.order"), {"sort": "newest"}, "/courses")
    wait_until(lambda: "sort=newest" in socket.said())


def test_surroundings_that_a_tab_invents_are_no_persons(live_site, chief, pupil):
    name = session_cookie(live_site.url).name
    theirs = f"{name}={chief.credential.session_token}"
    forged = [
        {"pathname": "/admin/users", "asPath": "/admin/users"},
        {"headers": {"cookie": theirs, "origin": live_site.url}}, {"headers": {"Cookie": theirs}},
        {"cookie": theirs}, {"token": chief.credential.session_token}, {"ip": "127.0.0.1"},
        {"sid": "x", "session_id": chief.credential.session_token},
        {"query": {"token": chief.credential.session_token, "user_id": str(chief.id)}},
        {"query": {"a": [{"b": 1}]}}, {"query": "x"}, {"pathname": 7}, {"pathname": None},
        {"pathname": ["/admin"]}, {"asPath": "http://evil.example/admin"}, {"asPath": {"a": 1}},
        {"pathname": "/admin/../admin/users"}, {"pathname": "//evil.example/admin"},
    ]  # fmt: skip
    before = everything()
    for token in ("", pupil.credential.session_token):
        socket = RawSocket(live_site.url, token)
        socket.hydrate("/admin/users")
        for router in forged:
            path = router.get("pathname", "/admin/users")
            for event in ("admin_users_state.load", "admin_overview_state.load"):
                socket.send(named(event), {}, path, **router)
            socket.send(HYDRATE, {}, path, **router)
        still_answers(socket)
        said = socket.said()
        assert "@example.com" not in said.replace(pupil.email, "")
        assert chief.email.partition("@")[0].capitalize() not in said
        assert 'manages_people_rx_state_": true' not in said
        socket.close()
    assert everything() == before


def test_messages_that_are_no_messages_leave_the_socket_as_it_was(live_site, pupil):
    socket = RawSocket(live_site.url, pupil.credential.session_token)
    socket.hydrate("/settings")
    for data in ("x", "{", 7, None, True, [], ["x"], {}, {"name": 7}, {"name": None, "payload": {}},
                 {"name": "x", "payload": [], "router_data": []}, {"payload": {}},
                 {"name": HYDRATE, "payload": 7, "router_data": {}}):  # fmt: skip
        socket._client.emit("event", data, namespace="/_event")
    still_answers(socket)
    socket.close()


def test_strange_texts_and_numbers_over_the_wire_are_calm(live_site, pupil):
    """As JSON has them, half characters and endless numbers too."""
    told = troubles(live_site)
    profile, look = named("profile_state.save"), named("session_state.choose_theme")
    socket = RawSocket(live_site.url, pupil.credential.session_token)
    socket._client.packet_class = type("Ascii", (Packet,), {"json": json})
    socket.hydrate("/settings")
    for label, raw in TEXTS.items():
        if label != "a million characters":
            value = json.loads(raw)
            socket.send(profile, {"name": "headline", "value": value, "nonce": 1}, "/settings")
            socket.send(named("curriculum_dialog_state.ask_delete"), {"row": value}, "/settings")
            socket.send(look, {"theme": value}, "/settings")
    for raw in (raw for label, raw in NUMBERS.items() if label != "10^5000"):
        nonce = json.loads(raw)
        socket.send(profile, {"name": "headline", "value": "Maps", "nonce": nonce}, "/settings")
    still_answers(socket)
    kept = pupil.call(user.get_own_profile).headline
    assert not any(json.loads(TEXTS[label]) in kept for label in NEVER_KEPT)
    socket.close()
    assert new_troubles(live_site, told) == []


HEADERS = {
    "a cookie of 60 KB": [("Cookie", "a=" + "x" * 60_000)],
    "a thousand cookies": [("Cookie", "; ".join(f"c{n}=v" for n in range(1000)))],
    "a thousand sessions": [("Cookie", "; ".join("__Host-sid=v" for _ in range(1000)))],
    "a cookie of no form": [("Cookie", '=;;=; __Host-sid=\x7f; "; lang="')],
    "a cookie of no letters": [("Cookie", "__Host-sid=\xff\xfe\xc3; lang=\xff")],
    "a form's cookie of no form": [("Cookie", "form=" + "%ff" * 2000)],
    "a header of no letters": [("User-Agent", "\xff\xfe\xf0\x28"), ("Accept-Language", "\xff")],
    "a header of 60 KB": [("User-Agent", "z" * 60_000)],
    "two thousand headers": [(f"X-{n}", "v") for n in range(2000)],
    "addresses": [("X-Forwarded-For", ", ".join(["9" * 100] * 300)), ("Forwarded", 'for="[::')],
    "encodings": [("Accept-Encoding", "gzip;q=x, " * 500), ("Range", "bytes=-1-,9-1")],
    "times": [("If-Modified-Since", "yesterday"), ("If-None-Match", '"' * 500)],
}  # fmt: skip
PATHS = ("/", "/courses", "/login?error=error.email", "/settings", "/api/v1/courses", "/api/v1/me",
         "/healthz", "/sitemap.xml", "/nowhere", "/_event/?EIO=4&transport=websocket")  # fmt: skip


def status_of(site: LiveSite, path: str, headers: list[tuple[str, str]]) -> int:
    """Ask with bytes that no client library would send; 0 when the server hangs up."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {site.url.removeprefix('http://')}",
             "Connection: close", *(f"{name}: {value}" for name, value in headers)]  # fmt: skip
    with plain.create_connection(("localhost", site.port), timeout=60) as connection:
        try:
            connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
            first = connection.makefile("rb").readline()
        except ConnectionError:
            return 0
    return int(first.split()[1]) if first else 0


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_no_header_is_an_error_of_ours(live_site, headers):
    told = troubles(live_site)
    statuses = {path: status_of(live_site, path, headers) for path in PATHS}
    assert {path: status for path, status in statuses.items() if status >= 500} == {}
    assert httpx.get(f"{live_site.url}/healthz", timeout=60).status_code == 200
    assert new_troubles(live_site, told) == []
