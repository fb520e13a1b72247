"""The event table of the running application: nothing is reachable that was not declared."""

import ast
import sys

import pytest

from lms_app.core.use_case import UseCase
from tests.architecture.sources import dotted, state_classes
from tests.architecture.sources import name as path_name

METHODS = {
    f"{path_name(path).removesuffix('.py').replace('/', '.')}.{node.name}.{item.name}": item
    for path, node in state_classes()
    for item in node.body
    if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
}
pytestmark = pytest.mark.usefixtures("servers")


@pytest.fixture(scope="module")
def app(servers):
    from lms_app.lms_app import app

    return app


@pytest.fixture(scope="module")
def handlers(app):
    return app._registration_context.event_handlers


def test_every_handler_of_ours_is_declared(handlers):
    from lms_app.states.gate import event_table

    table, undeclared = event_table(handlers)
    assert undeclared == []
    assert len(table) >= 10


def test_framework_events_are_named_exactly(handlers):
    from lms_app.states.gate import FRAMEWORK, event_table

    table, _ = event_table(handlers)
    assert set(FRAMEWORK) <= set(handlers)
    others = {n for n in handlers if n not in table and n not in FRAMEWORK}
    assert {n.rsplit(".", 1)[-1] for n in others} == {"setvar"}


def test_the_gate_stands_first(app):
    from lms_app.states.gate import EventGate

    assert isinstance(app._middlewares[0], EventGate)


def test_the_configuration_is_pinned():
    from reflex.config import get_config

    config = get_config()
    assert not config.telemetry_enabled
    assert config.state_auto_setters is not True
    assert "*" not in config.cors_allowed_origins


def test_every_declared_use_case_of_a_policy_exists():
    import lms_app.services.course  # noqa: F401
    from lms_app.core.use_case import REGISTRY
    from lms_app.states.gate import POLICIES

    for handler, policy in POLICIES.items():
        assert set(policy.use_cases) <= set(REGISTRY), handler


def test_a_handler_calls_only_what_its_policy_declares(app):
    from lms_app.states.gate import POLICIES

    undeclared = {}
    for handler, policy in POLICIES.items():
        if handler.startswith("lms_app."):
            undeclared[handler] = called_use_cases(handler) - set(policy.use_cases)
    assert len(undeclared) >= 40
    assert {handler: names for handler, names in undeclared.items() if names} == {}


async def test_what_is_not_declared_never_reaches_the_door(site):
    from lms_app.core import urls
    from lms_app.services.course import get_home
    from lms_app.states.learn.my_courses import MyCoursesState
    from tests.factories.people import Nobody
    from tests.states.learn.opened import opened

    state = opened(MyCoursesState, urls.MY_COURSES, Nobody())
    with pytest.raises(RuntimeError, match=r"course\.get_home is not declared"):
        await state._call(get_home)


def called_use_cases(handler: str) -> set[str]:
    """The use cases a handler enters the door for, also through methods of states it calls."""
    found, seen, waiting = set(), set(), [handler]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        module, cls, _ = name.rsplit(".", 2)
        namespace = vars(sys.modules[module])
        for call in ast.walk(METHODS[name]):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            if call.func.attr == "_call":
                found |= {x.name for x in named(call.args[0], METHODS[name], namespace)}
            elif (
                dotted(call.func.value) == "self" and f"{module}.{cls}.{call.func.attr}" in METHODS
            ):
                waiting.append(f"{module}.{cls}.{call.func.attr}")
            elif call.func.attr.startswith("_"):
                waiting += [n for n in METHODS if n.endswith(f".{call.func.attr}")]
    return found


def named(argument: ast.AST, method: ast.AST, namespace: dict) -> list[UseCase]:
    """The use cases an argument may be; one that names none would hide what is called."""
    assigned = [
        node.value
        for node in ast.walk(method)
        if isinstance(node, ast.Assign) and dotted(node.targets[0]) == dotted(argument)
    ]
    paths = [dotted(part) for source in (argument, *assigned) for part in ast.walk(source)]
    values = [
        eval(path, namespace)  # noqa: S307  (names of our own modules)
        for path in paths
        if path and path.split(".")[0] in namespace
    ]
    use_cases = [value for value in values if isinstance(value, UseCase)]
    assert use_cases, f"which use case is {ast.unparse(argument)}?"
    return use_cases
