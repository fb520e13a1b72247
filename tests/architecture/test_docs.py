"""The documentation says what the code says: generated pages are current, names in prose exist."""

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from click import Group

from tests.architecture.sources import ROOT, name

DOCS = ROOT / "docs"
WRITTEN = sorted(
    [
        *(ROOT / n for n in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        *DOCS.rglob("*.md"),
    ]
)
PROSE = [path for path in WRITTEN if path.parent.name != "reference"]
ADRS = sorted((DOCS / "adr").glob("[0-9]*.md"))
ADR_HEADINGS = ["Context", "Decision", "Consequences", "Rejected", "Enforced by"]

# Reflex's own addresses, which no route of ours declares.
REFLEX_ROUTES = {"/ping", "/_event"}
# Read by compose.yaml, not by the site.
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "VALKEY_PASSWORD"}
# What the lesson and the how-to pages have the reader write.
TO_BE_WRITTEN = {
    "lms_app/services/enrollment/bookmarks.py",
    "lms_app/states/learn/bookmarks.py",
    "lms_app/components/bookmark_list.py",
    "tests/services/enrollment/test_bookmarks.py",
}

# Names of the code in capitals that are neither a setting nor a limit.
OTHER_CAPITALS = {"COMPOSED", "DISPLAY_TIME_ZONE", "JOBS", "LOG_LEVEL", "PAGE"}

FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
SPAN = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"^(?:lms_app|workers|tests|docs|alembic|ops|assets)/[\w./-]+$")
ROUTE = re.compile(r"^(?:(?:GET|POST|PUT|DELETE) )?(/[\w\[\]{}:./-]*)$")
MAKE = re.compile(r"(?:^\s*|[A-Z0-9.]+=\S+ )make ([a-z0-9]+)", re.MULTILINE)
CLI = re.compile(r"lms_app\.cli ([a-z-]+)")


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def reference() -> dict[str, str]:
    return generator().documents()


def spans(path: Path) -> list[str]:
    return SPAN.findall(FENCE.sub("", path.read_text("utf-8")))


def anchors(path: Path) -> set[str]:
    """The names GitHub gives to the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_reference_has_no_page_too_many_or_too_few():
    found = {path.name for path in (DOCS / "reference").glob("*.md")}
    assert found == {*reference(), *generator().MEASURED}


@pytest.mark.parametrize("file", sorted(reference()))
def test_the_reference_is_what_the_code_says(file):
    written = (DOCS / "reference" / file).read_text("utf-8")
    assert written == reference()[file], "run: make docs"


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_relative_links_lead_somewhere(path):
    for link in LINK.findall(FENCE.sub("", path.read_text("utf-8"))):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{name(path)} links to {link}"
        if anchor:
            assert anchor in anchors(target), f"{name(path)} links to {link}"


@pytest.mark.parametrize("path", PROSE, ids=name)
def test_files_named_in_prose_exist(path):
    for span in spans(path):
        if FILE.match(span) and span not in TO_BE_WRITTEN:
            assert (ROOT / span).exists(), f"{name(path)} names {span}"


def known_routes() -> set[str]:
    text = reference()["http-routes.md"] + reference()["pages.md"]
    found = {m[1] for m in map(ROUTE.match, SPAN.findall(text)) if m}
    return found | REFLEX_ROUTES


@pytest.mark.parametrize("path", PROSE, ids=name)
def test_routes_named_in_prose_exist(path):
    known = known_routes()
    folders = {route[: at.start()] for route in known for at in re.finditer("/", route)}
    for span in spans(path):
        named = ROUTE.match(span)
        if named and not (ROOT / span.lstrip("/")).is_file():
            route = named[1].rstrip("/") or "/"
            assert route in known | folders, f"{name(path)} names {span}"


@pytest.mark.parametrize("path", PROSE, ids=name)
def test_commands_named_in_prose_exist(path):
    from lms_app.cli import main

    assert isinstance(main, Group)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.MULTILINE))
    for command in [*spans(path), *FENCE.findall(path.read_text("utf-8"))]:
        assert set(MAKE.findall(command)) <= targets, command
        assert set(CLI.findall(command)) <= set(main.commands), command


@pytest.mark.parametrize("path", PROSE, ids=name)
def test_settings_and_limits_named_in_prose_exist(path):
    known = set(SPAN.findall(reference()["limits.md"] + reference()["settings.md"]))
    for span in spans(path):
        named = re.fullmatch(r"([A-Z][A-Z0-9_]{3,})(?:=.*)?", span)
        if named and not span.startswith("DTZ"):
            assert named[1] in known | OTHER_CAPITALS, f"{name(path)} names {span}"


def test_settings_and_their_example_name_the_same():
    read, shown = set(generator().setting_names()), set(generator().example_names())
    assert shown - COMPOSE_ONLY == read


def test_every_setting_reaches_the_settings():
    from lms_app.core import config

    text = generator().settings_source()
    assert all(f'"{setting}"' in text for setting in generator().setting_names())
    assert len(generator().setting_names()) >= len(config.Settings.__dataclass_fields__)


@pytest.mark.parametrize("path", ADRS, ids=name)
def test_decisions_have_one_shape(path):
    text = path.read_text("utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads == ADR_HEADINGS
    assert len(text.splitlines()) <= 45
    assert text.startswith(f"# {path.name[:4]} ")


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in ADRS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", [p for p in DOCS.rglob("*.md") if p.name != "README.md"], ids=name)
def test_every_page_can_be_found_from_the_contents(path):
    contents = {
        (index.parent / link).resolve()
        for index in (DOCS / "README.md", DOCS / "adr" / "README.md", DOCS / "reference/README.md")
        if index.exists()
        for link in LINK.findall(index.read_text("utf-8"))
    }
    assert path.resolve() in contents
