"""Every State method is a remote endpoint: what that asks of the source, read from the source."""

import ast

import pytest

from tests.architecture.sources import dotted, name, python_files, state_classes, tree

UI = python_files("lms_app/states", "lms_app/pages", "lms_app/layouts", "lms_app/components")
# Story: each of these evaluates text in the browser, stores files for everybody, or trusts input.
FORBIDDEN = {
    "rx.upload": "its endpoint trusts a token anybody may hold",
    "rx.upload_files": "see rx.upload",
    "rx.markdown": "renders raw HTML; use SafeHtml with what the service cleaned",
    "rx.html": "renders anything; use SafeHtml with what the service cleaned",
    "rx.call_script": "evaluated in the browser, refused by the content policy",
    "rx.call_function": "evaluated in the browser",
    "rx.set_clipboard": "evaluated in the browser; the bridge copies",
    "rx.toast": "evaluated in the browser when returned; NoticeState speaks",
    "rx.download": "evaluates addresses",
    "rx.Cookie": "readable by scripts",
    "rx.SharedState": "linked by guessable names",
    "rx.Model": "dumps every column",
    "rx.session": "no database in the pages",
}


def public_methods(node: ast.ClassDef):
    for item in node.body:
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and not item.name.startswith(
            "_"
        ):
            yield item


def decorators(method) -> list[str]:
    return [dotted(d.func if isinstance(d, ast.Call) else d) for d in method.decorator_list]


STATES = [(path, node) for path, node in state_classes()]


@pytest.mark.parametrize(("path", "node"), STATES, ids=[n.name for _, n in STATES])
def test_public_methods_are_declared_events(path, node):
    for method in public_methods(node):
        names = decorators(method)
        if names and names[0] == "rx.var":
            continue
        assert names[:2] == ["rx.event", "policy"], f"{node.name}.{method.name}: {names}"
        assert isinstance(method, ast.AsyncFunctionDef), (
            f"{node.name}.{method.name} blocks the loop"
        )


@pytest.mark.parametrize(("path", "node"), STATES, ids=[n.name for _, n in STATES])
def test_no_name_is_reachable_through_setvar(path, node):
    for item in ast.walk(node):
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
            assert not item.name.startswith("set_"), f"{node.name}.{item.name}"
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            assert not item.target.id.startswith("set_")


@pytest.mark.parametrize("path", UI, ids=name)
def test_nothing_dangerous_of_reflex_is_used(path):
    for node in ast.walk(tree(path)):
        called = dotted(node) if isinstance(node, ast.Attribute) else ""
        for forbidden, why in FORBIDDEN.items():
            is_used = called == forbidden or called.startswith(forbidden + ".")
            assert not is_used, f"{name(path)}: {called}: {why}"


@pytest.mark.parametrize("path", UI, ids=name)
def test_class_names_are_whole_words(path):
    # Story: a class name joined from fragments worked by luck and broke when a tool looked for it.
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.keyword) and node.arg == "class_name":
            assert not any(isinstance(x, ast.JoinedStr) for x in ast.walk(node.value)), (
                f"{name(path)}:{node.value.lineno}"
            )


def test_vars_hold_views_and_plain_values_only():
    # Story: a table row in a var sends every column to the browser, the password's hash included.
    from lms_app import models

    tables = {n for n in models.__all__ if n[0].isupper()}
    allowed = {"Level"}
    for path, node in STATES:
        for item in node.body:
            if isinstance(item, ast.AnnAssign):
                used = {x.id for x in ast.walk(item.annotation) if isinstance(x, ast.Name)}
                assert not used & (tables - allowed), f"{name(path)}:{node.name}"


def test_only_the_unit_of_work_commits():
    for path in python_files("lms_app", "workers"):
        if name(path) == "lms_app/db/unit_of_work.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                assert not dotted(node.func).endswith("session.commit"), name(path)


def test_commands_and_queries_make_no_network_call():
    # Ports come with a Context; only workflows receive one.
    for path in python_files("lms_app/services"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                kinds = {dotted(d.func) for d in node.decorator_list if isinstance(d, ast.Call)}
                first = node.args.args[0].arg if node.args.args else ""
                if kinds & {"command", "query"}:
                    assert first == "uow", f"{name(path)}:{node.name}"
                if "workflow" in kinds:
                    assert first == "ctx", f"{name(path)}:{node.name}"
