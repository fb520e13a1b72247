"""The event table of the running application: nothing is reachable that was not declared."""

import pytest

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
