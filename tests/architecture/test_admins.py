"""What only administrators do asks for a fresh proof (A10), and few places write a role (A11)."""

import ast

import pytest

from lms_app.core.permissions import ROLE_PERMISSIONS, SCOPES, Permission, Role
from tests.architecture.sources import dotted, name, python_files, tree
from tests.architecture.test_use_cases import USE_CASES

OTHERS = frozenset().union(*(ROLE_PERMISSIONS[role] for role in Role if role is not Role.admin))
ADMINS_ONLY = ROLE_PERMISSIONS[Role.admin] - OTHERS
CHANGES = sorted(
    n for n, u in USE_CASES.items() if u.permission in ADMINS_ONLY and u.kind != "query"
)
# Where a role is written down; the first takes it from its callers.
WRITERS = {
    "lms_app/services/auth/registration.py:create_user",
    "lms_app/services/user/roles.py:grant_role",
    "lms_app/services/user/teaching.py:make_instructor",
}
# Who makes accounts with roles: the command line, and the demo school.
MAKERS = {
    "lms_app/services/auth/first_admin.py:create_first_admin",
    "lms_app/services/auth/registration.py:create_person",
}


@pytest.mark.parametrize("use_case", CHANGES)
def test_what_only_administrators_change_asks_for_a_fresh_proof(use_case):
    assert USE_CASES[use_case].step_up


def test_there_are_such_changes_and_no_key_reaches_them():
    assert {"user.grant_role", "user.suspend_user"} <= set(CHANGES)
    assert not ADMINS_ONLY & SCOPES


def callers(of: str) -> dict[str, ast.Call]:
    """Every function that calls `of`, as `file:function`."""
    found = {}
    for path in python_files("lms_app", "workers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for call in ast.walk(node):
                    if isinstance(call, ast.Call) and dotted(call.func) == of:
                        found[f"{name(path)}:{node.name}"] = call
    return found


def test_a_role_is_written_in_few_places_only():
    assert set(callers("RoleGrant")) == WRITERS


def test_accounts_with_roles_are_made_by_the_command_line_and_the_demo_only():
    givers = {
        place
        for place, call in callers("create_user").items()
        if any(given.arg in {"roles", None} for given in call.keywords)
    }
    assert givers == MAKERS
    for use_case in ("auth.create_admin", "auth.create_first_admin", "auth.create_person"):
        assert USE_CASES[use_case].permission is Permission.system_maintain
    assert set(callers("auth.create_person")) == {"lms_app/seed/people.py:_add"}
    users = {name(p) for p in python_files("lms_app", "workers") if "create_admin" in p.read_text()}
    assert {place for place in users if not place.startswith("lms_app/services/auth/")} == {
        "lms_app/cli/accounts.py"
    }
