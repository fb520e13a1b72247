"""The registry of use cases: what is exported is declared, what is declared is guarded."""

import importlib
import inspect
from collections.abc import Iterable

import pytest

from lms_app.core.errors import Forbidden, NotAuthenticated
from lms_app.core.permissions import ROLE_PERMISSIONS, Permission, Role
from lms_app.core.use_case import REGISTRY, UseCase
from tests.factories.people import Nobody, Person, person

DOMAINS = (
    "notification", "auth", "user", "course", "media", "enrollment", "reporting", "privacy",
    "certificate",
)  # fmt: skip
for _domain in DOMAINS:
    importlib.import_module(f"lms_app.services.{_domain}")

USE_CASES = {
    name: use_case
    for name, use_case in sorted(REGISTRY.items())
    if use_case.function.__module__.startswith("lms_app.services.")
}
GUARDED = {n: u for n, u in USE_CASES.items() if u.permission is not Permission.public}
# Pure or transaction-joining functions that one domain offers another, never a page.
JOINING = {
    "auth": {"consent_record", "write_consents"},
    "user": {
        "avatar_key", "chosen_looks", "email_key", "ensure_admin_remains", "ensure_verified",
        "make_instructor",
        "mask_email", "normalise_email", "shown_link", "suspended_holder", "suspended_token",
        "tell_person",
        "wants",
    },
    "course": {
        "can_edit", "curriculum", "ensure_can_see", "has_content", "own_course_row", "panel_svg",
        "select_cards",
        "settle_courses",
        "without_texts",
    },
    "media": {
        "asset_states", "build_master", "build_media", "build_sprites", "get_own_asset",
        "get_playable", "is_own_store",
        "carry_captions", "list_captions", "mark_of", "to_player_vtt", "to_vtt",
    },
    "enrollment": {"grant_enrollment"},
    "notification": {"post_mail", "render_mail"},
    "reporting": set(),
    "privacy": set(),
    "certificate": {"revoke_of_enrollment", "revoke_of_person"},
}  # fmt: skip


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_a_domain_exports_is_a_use_case_a_view_or_a_known_joining_function(domain):
    module = importlib.import_module(f"lms_app.services.{domain}")
    functions = {
        name
        for name in module.__all__
        if inspect.isfunction(getattr(module, name))
        and not isinstance(getattr(module, name), UseCase)
    }
    assert functions == JOINING[domain]


@pytest.mark.parametrize("name", USE_CASES)
def test_every_use_case_says_what_it_does_and_names_its_permission(name):
    use_case = USE_CASES[name]
    assert inspect.getdoc(use_case.function), f"{name} has no docstring"
    parameters = list(inspect.signature(use_case.function).parameters)
    assert parameters[1] == "actor"


def let_in(who: Person | Nobody, names: Iterable[str], refusal: type[Exception]) -> dict[str, str]:
    """What the door let through, or turned away for another reason, by the use case's name."""
    found = {}
    for name in names:
        try:
            who.call(GUARDED[name])
        except refusal:
            continue
        except Exception as error:  # noqa: BLE001 - told with its name
            found[name] = repr(error)
        else:
            found[name] = "ran"
    return found


# One pass each over clean tables: nothing gets as far as to write.
def test_nobody_gets_past_the_door_of_a_guarded_use_case(site):
    assert let_in(Nobody(), GUARDED, NotAuthenticated) == {}


@pytest.mark.parametrize("role", [Role.student, Role.instructor, Role.moderator, Role.admin])
def test_roles_without_the_permission_are_turned_away(site, role):
    names = [n for n, u in GUARDED.items() if u.permission not in ROLE_PERMISSIONS[role]]
    who = person("Sam", *([role] if role is not Role.student else []))
    assert let_in(who, names, Forbidden) == {}


def test_no_person_holds_the_systems_permissions():
    held = frozenset().union(*ROLE_PERMISSIONS.values())
    assert not held & {Permission.media_process, Permission.seed_write, Permission.system_maintain}


def test_permissions_are_in_alphabetical_order():
    assert [p.name for p in Permission] == sorted(p.name for p in Permission)
