# ruff: noqa: INP001
"""Writes `docs/reference/` from the code: `make docs`. `tests/architecture/test_docs.py` compares.

`documents()` gives every page by its file name. Nothing is started or asked of a server; settings
come from an empty environment, so that the pages say the same on every machine.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
MEASURED = {"performance.md": "Performance, measured by `make bench`"}
"""Pages of the same folder that a run writes, not the code."""
MARK = "<!-- Written by `make docs` from the code; an edit here is lost and fails a test. -->"


def documents() -> dict[str, str]:
    """Return every reference page: file name -> text."""
    pages = {
        "use-cases.md": use_cases(),
        "permissions.md": permissions(),
        "events.md": events(),
        "event-handlers.md": event_handlers(),
        "http-routes.md": http_routes(),
        "pages.md": site_pages(),
        "settings.md": settings_page(),
        "limits.md": limits(),
        "data-model.md": data_model(),
        "personal-data.md": personal_data(),
        "status-moves.md": status_moves(),
    }
    titles = {name: text.splitlines()[0].removeprefix("# ") for name, text in pages.items()}
    listed = (titles | MEASURED).items()
    links = "\n".join(f"- [{title}]({name})" for name, title in listed)
    pages["README.md"] = f"# Reference\n\nWhat the code itself says.\n\n{links}\n"
    return {name: text.replace("\n\n", f"\n\n{MARK}\n\n", 1) for name, text in pages.items()}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar inside a cell is escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(row)} |" for row in cells) + "\n"


def code(text: object) -> str:
    return f"`{text}`" if str(text) else ""


def summary(described: object) -> str:
    """Return the first sentence (or line) of a docstring."""
    text = " ".join((inspect.getdoc(described) or "").split("\n\n")[0].split())
    return re.split(r"(?<=[.])\s", text, maxsplit=1)[0]


def modules(package: str) -> Iterator[Any]:
    """Import and yield every module below a package."""
    top = importlib.import_module(package)
    yield top
    for found in pkgutil.walk_packages(top.__path__, f"{package}."):
        yield importlib.import_module(found.name)


# ------------------------------------------------------------------ use cases and permissions


def _registry() -> dict[str, Any]:
    list(modules("lms_app.services"))
    list(modules("lms_app.seed"))
    from lms_app.core.use_case import REGISTRY

    named = {n: u for n, u in REGISTRY.items() if u.function.__module__.startswith("lms_app.")}
    return dict(sorted(named.items()))


def _domain(use_case: Any) -> str:
    parts = use_case.function.__module__.split(".")
    return parts[2] if parts[1] == "services" else parts[1]


def holders(permission: Any) -> str:
    """Say who holds a permission, by the least role that does."""
    from lms_app.core.permissions import ROLE_PERMISSIONS, Permission

    if permission is Permission.public:
        return "everybody"
    roles = [role.value for role, held in ROLE_PERMISSIONS.items() if permission in held]
    if "student" in roles:
        return "whoever is signed in"
    return ", ".join(roles) or "only the system"


def use_cases() -> str:
    """Every use case with its kind and permission."""
    domains: dict[str, list[Sequence[str]]] = {}
    for name, use_case in _registry().items():
        row = (
            code(name.split(".", 1)[1]),
            use_case.kind.value,
            code(use_case.permission.value),
            holders(use_case.permission),
            summary(use_case.function),
        )
        domains.setdefault(_domain(use_case), []).append(row)
    lead = (
        "# Use cases\n\n"
        "All enter through `composition.call`. The permission says whether people like the caller "
        "may; the use case itself then asks whether this caller may, with this object.\n"
    )
    heads = ("use case", "kind", "permission", "held by", "what it does")
    return lead + "".join(
        f"\n## {d}\n\n{table(heads, rows)}" for d, rows in sorted(domains.items())
    )


def permissions() -> str:
    """Roles and what each holds."""
    from lms_app.core.permissions import ROLE_PERMISSIONS, SYSTEM_PERMISSIONS, Permission

    used: dict[Any, int] = {}
    for use_case in _registry().values():
        used[use_case.permission] = used.get(use_case.permission, 0) + 1
    rows = [
        (
            code(permission.value),
            *("yes" if permission in held else "" for held in ROLE_PERMISSIONS.values()),
            "yes" if permission in SYSTEM_PERMISSIONS else "",
            str(used.get(permission, 0)),
        )
        for permission in Permission
    ]
    heads = ("permission", *(role.value for role in ROLE_PERMISSIONS), "the system", "use cases")
    return (
        "# Roles and permissions\n\n"
        "Everybody who has an account is a student; other roles are granted. "
        "The system is a worker, the command line or the seeder, never a person.\n\n"
        + table(heads, rows)
    )


# ------------------------------------------------------------------ events, jobs, handlers


def _makers() -> dict[str, list[str]]:
    """Where in the services each event is made: event -> functions."""
    from lms_app.core.events import Event

    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "lms_app" / "services").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    places = found.setdefault(node.func.id, [])
                    place = f"{path.parent.name}.{function.name}"
                    if node.func.id in Event.by_name and place not in places:
                        places.append(place)
    return found


def events() -> str:
    """Domain events, who makes them, who reacts."""
    from lms_app.core.events import Event
    from workers.schedule import SCHEDULE
    from workers.subscriptions import SUBSCRIPTIONS

    makers, rows = _makers(), []
    for name, kind in Event.by_name.items():
        if not kind.__module__.startswith("lms_app."):
            continue  # a test's own
        reactions = [
            f"`{s.job}` on {s.queue}, at most {s.timeout_seconds} s"
            for s in SUBSCRIPTIONS.get(name, ())
        ]
        fields = ", ".join(code(field.name) for field in dataclasses.fields(kind))
        made = ", ".join(code(place) for place in makers.get(name, []))
        rows.append((code(name), fields, made, "<br>".join(reactions)))
    clock = [(task.name, f"{task.every_seconds:g} s") for task in SCHEDULE]
    return (
        "# Events and jobs\n\n"
        "An event is a row of the outbox, written in the transaction that made it true; "
        "`workers/relay.py` hands it to the queue.\n\n"
        + table(("event", "carries", "made in", "starts"), rows)
        + "\n## By the clock\n\n"
        + table(("task", "every"), clock)
    )


def event_handlers() -> str:
    """Every handler that the browser may call, with the policy the gate applies."""
    list(modules("lms_app.states"))
    from lms_app.states.gate import FRAMEWORK, POLICIES

    rows = []
    for name, policy in sorted(POLICIES.items()):
        if not name.startswith("lms_app."):
            continue  # a test's own
        module, cls, method = name.rsplit(".", 2)
        handler = getattr(getattr(importlib.import_module(module), cls), method)
        rows.append(
            (
                code(f"{module.removeprefix('lms_app.states.')}.{cls}.{method}"),
                "<br>".join(_fields(policy.payload)),
                "yes" if policy.is_signed_in else "",
                str(policy.per_minute),
                ", ".join(code(use_case) for use_case in policy.use_cases),
                summary(handler.fn),
            )
        )
    framework = [(code(name), "<br>".join(_fields(model))) for name, model in FRAMEWORK.items()]
    heads = ("handler", "payload", "signed in", "a minute", "use cases", "what it does")
    return (
        "# Event handlers\n\n"
        "All that can be called over the websocket. The gate refuses every other name, every "
        "other payload, and more events a minute than `EVENTS_PER_MINUTE` of one tab "
        "([limits](limits.md)). “A minute” limits one tab and one handler. "
        "“Signed in” follows from the permissions of the use cases.\n\n"
        + table(heads, rows)
        + "\n## Events of the framework that may pass\n\n"
        + table(("event", "payload"), framework)
    )


def _fields(model: Any, inside: str = "") -> list[str]:
    """Fields of a payload with their bounds; those of a form one by one."""
    cells = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        if hasattr(kind, "model_fields"):
            cells += _fields(kind, f"{inside}{name}.")
            continue
        text = kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else kind
        words = re.sub(r"\b(?:typing|lms_app(?:\.\w+)+)\.", "", str(text))
        limits = ", ".join(re.sub(r"^\w+\((.*)\)$", r"\1", repr(item)) for item in field.metadata)
        cells.append(code(f"{inside}{name}: {words}" + (f" ({limits})" if limits else "")))
    return cells


# ------------------------------------------------------------------ addresses


def http_routes() -> str:
    """Every plain HTTP route."""
    from lms_app.api.app import build_api

    rows = [
        (" ".join(sorted(methods)), code(path), summary(endpoint) or _unsaid(path))
        for path, methods, endpoint in sorted(_flat(build_api().routes), key=lambda row: row[0])
    ]
    return (
        "# HTTP routes\n\n"
        "Everything beside pages and the websocket. The routes below `/store` exist while the "
        "site keeps its own objects and every request to them is signed. Reflex adds `/ping` and "
        "`/_event`.\n\n" + table(("method", "path", "what it does"), rows)
    )


def _unsaid(path: str) -> str:
    """What an endpoint that is not ours alone does."""
    if path.endswith("/openapi.json"):
        return "The contract of the API (OpenAPI 3.1)."
    return "the part of S3 we speak"


def _flat(routes: Iterable[Any]) -> Iterator[tuple[str, set[str], Any]]:
    """Routes of an application, those of included routers too."""
    for route in routes:
        if hasattr(route, "endpoint"):
            yield route.path, set(route.methods or ()), route.endpoint
        elif hasattr(route, "routes") and hasattr(route, "app"):  # mounted: the API
            for path, methods, endpoint in _flat(route.routes):
                yield route.path + path, methods, endpoint
        elif hasattr(route, "effective_route_contexts"):
            for context in route.effective_route_contexts():
                yield context.path, set(context.methods or ()), context.endpoint


def site_pages() -> str:
    """Every page with its route and what runs when it opens."""
    rows = []
    for module in modules("lms_app.pages"):
        page = getattr(module, "PAGE", None)
        if page is None or page.build.__module__ != module.__name__:
            continue
        handlers = [handler.fn.__qualname__ for handler in page.on_load]
        path = Path(inspect.getfile(module)).relative_to(ROOT).as_posix()
        link = f"[{module.__name__.removeprefix('lms_app.pages.')}](../../{path})"
        loaded = ", ".join(code(handler) for handler in handlers)
        rows.append((code(page.route), link, loaded, summary(module)))
    heads = ("address", "module", "on opening", "what it is")
    return "# Pages\n\nOne module each. `SessionState.load` runs first on every page.\n\n" + table(
        heads, sorted(rows, key=lambda row: row[0].strip("`"))
    )


# ------------------------------------------------------------------ settings


def settings_source() -> str:
    """Return the source of what reads the environment."""
    from lms_app.core import config, identity_settings

    return inspect.getsource(config) + inspect.getsource(identity_settings)


def setting_names() -> dict[str, tuple[str, str]]:
    """Every variable that `load_settings` reads: name -> (default, allowed)."""
    from lms_app.core import config

    source = ast.parse(settings_source())
    constants = {"GIB": config.GIB, "MIB": config.MIB}
    found: dict[str, tuple[str, str]] = {}

    def value(node: ast.expr) -> int:
        return int(eval(ast.unparse(node), {}, dict(constants)))  # noqa: S307 (our own source)

    for node in ast.walk(source):
        if isinstance(node, ast.BoolOp) and _read_name(node.values[0]):
            if _read_name(node.values[0]) in found:
                continue
            found[_read_name(node.values[0])] = (_default(node.values[1]), "")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if len(node.args) < 2 or ast.unparse(node.args[0]) != "env":
                continue
            name = node.args[1]
            if node.func.id == "_not_yet" and isinstance(name, ast.Constant):
                found[str(name.value)] = ("0", "0 until its pages are built")
            if node.func.id == "_flag" and isinstance(name, ast.Constant):
                default = ast.literal_eval(node.keywords[0].value)
                found[str(name.value)] = ("1" if default else "0", "0 or 1")
            if node.func.id == "_number" and isinstance(name, ast.Constant):
                default, low, high = (value(x) for x in node.args[2:5])
                found[str(name.value)] = (f"{default}", f"{low} to {high}")
    for node in ast.walk(source):
        name = _read_name(node)
        if name:
            found.setdefault(name, ("", ""))
    return dict(sorted(found.items()))


def _read_name(node: ast.AST) -> str:
    """`X` of `env.get("X")` or `env["X"]`, else an empty string."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "env.get":
        read: ast.expr = node.args[0]
    elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "env":
        read = node.slice
    else:
        return ""
    return str(read.value) if isinstance(read, ast.Constant) else ""


def _default(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return "" if node.value is None else str(node.value)
    if _read_name(node):
        return f"that of {_read_name(node)}"
    return ast.unparse(node).removeprefix("f").strip("'\"").replace("{port}", "PORT")


def example_names() -> dict[str, str]:
    """Every variable of `.env.example`: name -> the remark beside it."""
    line = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]+)=(\S*)[ ]*(.*)$", re.MULTILINE)
    text = (ROOT / ".env.example").read_text("utf-8")
    return {found[1]: found[3].strip() for found in line.finditer(text)}


def settings_page() -> str:
    """Every environment variable."""
    examples = example_names()
    rows = [
        (code(name), code(default), allowed, examples.get(name, ""))
        for name, (default, allowed) in setting_names().items()
    ]
    others = [(code(n), remark) for n, remark in examples.items() if n not in setting_names()]
    return (
        "# Settings\n\n"
        "Environment variables, read and checked once at the start by `lms_app/core/config.py`; "
        "a value that cannot be used stops the start with one line. `LOG_LEVEL` (INFO) is read "
        "apart from them, by the log itself. Besides, `OAUTH_OIDC_<NAME>_ISSUER`, `…_CLIENT_ID`, "
        "`…_CLIENT_SECRET` and `…_LABEL` name any number of OpenID Connect issuers.\n\n"
        + table(("variable", "default", "allowed", "what it is"), rows)
        + "\n## Only for `compose.yaml`\n\n"
        + table(("variable", "what it is"), others)
    )


# ------------------------------------------------------------------ limits


def limits() -> str:
    """Every numeric constant that has a public name, as the source has it."""
    rows = []
    for folder in ("core", "services", "states", "api", "adapters", "ports", "db"):
        for path in sorted((ROOT / "lms_app" / folder).rglob("*.py")):
            rows += _constants(path)
    for path in sorted((ROOT / "workers").glob("*.py")):
        rows += _constants(path)
    return (
        "# Limits\n\n"
        "Numbers the code decides by, beside [settings](settings.md). Names end in their unit.\n\n"
        + table(("name", "value", "module"), rows)
    )


def _constants(path: Path) -> list[Sequence[str]]:
    name = path.relative_to(ROOT).as_posix()
    rows = []
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            constant, value = node.targets[0].id, node.value
            parts = (ast.Constant, ast.BinOp, ast.operator, ast.Name, ast.Load)
            is_number = all(isinstance(part, parts) for part in ast.walk(value)) and any(
                isinstance(part, ast.Constant) and isinstance(part.value, int | float)
                for part in ast.walk(value)
            )
            if re.fullmatch(r"[A-Z][A-Z0-9_]+", constant) and is_number:
                link = f"[{name.removesuffix('.py')}](../../{name})"
                rows.append((code(constant), ast.unparse(value), link))
    return rows


# ------------------------------------------------------------------ data


def _type(column: Any) -> str:
    from sqlalchemy.dialects import postgresql

    name = column.type.compile(dialect=postgresql.dialect()).lower()
    return re.sub(r"timestamp with time zone", "timestamptz", name).replace(" ", "_")


def data_model() -> str:
    """Tables, columns, references."""
    from sqlmodel import SQLModel

    import lms_app.db.outbox
    import lms_app.models  # noqa: F401

    entities, references, rules = [], [], []
    for table_ in SQLModel.metadata.sorted_tables:
        alone = {c for k in table_.constraints for c in k.columns if len(k.columns) == 1
                 and type(k).__name__ in {"UniqueConstraint", "PrimaryKeyConstraint"}}  # fmt: skip
        lines = []
        for column in table_.columns:
            marks = [("PK", column.primary_key), ("FK", column.foreign_keys),
                     ("UK", column in alone and not column.primary_key)]  # fmt: skip
            keys = ",".join(mark for mark, holds in marks if holds)
            note = ' "may be empty"' if column.nullable else ""
            lines.append(f"        {_type(column)} {column.name} {keys}".rstrip() + note)
            for key in column.foreign_keys:
                parent = "|o" if column.nullable else "||"
                child = "o|" if column in alone else "o{"
                target = key.column.table.name
                references.append(f"    {target} {parent}--{child} {table_.name} : {column.name}")
        entities.append(f"    {table_.name} {{\n" + "\n".join(lines) + "\n    }")
        rules += _rules(table_)
    diagram = "\n".join(["erDiagram", *sorted(references), *entities])
    return (
        "# Data model\n\n"
        "Times are UTC. What a rule of the database keeps is in the table below the diagram.\n\n"
        f"```mermaid\n{diagram}\n```\n\n## Rules\n\n" + table(("table", "kind", "rule"), rules)
    )


def _rules(table_: Any) -> list[tuple[str, str, str]]:
    rows = []
    for constraint in sorted(table_.constraints, key=lambda k: (type(k).__name__, str(k.name))):
        kind = type(constraint).__name__
        if kind == "UniqueConstraint":
            rows.append((table_.name, "unique", ", ".join(c.name for c in constraint.columns)))
        elif kind == "CheckConstraint":
            rows.append((table_.name, "check", _check(constraint)))
    for index in sorted(table_.indexes, key=lambda i: str(i.name)):
        where = index.dialect_options["postgresql"].get("where")
        parts = ", ".join(str(getattr(e, "name", None) or e) for e in index.expressions)
        rows.append(
            (table_.name, "index", parts + (f" where {where}" if where is not None else ""))
        )
    return rows


def _check(constraint: Any) -> str:
    from sqlalchemy.dialects import postgresql

    options = {"dialect": postgresql.dialect(), "compile_kwargs": {"literal_binds": True}}
    return str(constraint.sqltext.compile(**options)).replace("\n", " ")


def personal_data() -> str:
    """What is known of people: every column with its kind, and what becomes of it."""
    from sqlmodel import SQLModel

    import lms_app.db.outbox
    import lms_app.models  # noqa: F401
    from lms_app.db import person_rows

    becomes = {"delete": "the rows go", "clear": "its personal columns are emptied",
               "keep": "the rows stay"}  # fmt: skip
    parts = [
        "# Personal data\n\n"
        "Every column of a table of people says what it holds of them (`lms_app/models/personal.py`). "
        "The copy people take, their erasure and this page follow from that; why it is kept, and how "
        "long, is in [what is known of people](../explanation/privacy.md). Times, references and ids "
        "are in the copy too.\n"
    ]
    for table_ in SQLModel.metadata.sorted_tables:
        if not table_.info.get("person"):
            continue
        said = set(person_rows.columns_of(table_))
        rows = [
            (code(column.name), column.info["pii"].value, "yes" if column.name in said else "")
            for column in table_.columns
            if "pii" in column.info
        ]
        law = table_.info["retention"]
        kept = f"; kept apart for {law.period.days} days ({law.kind})" if law else ""
        line = f"When its person leaves: {becomes[table_.info['on_erasure'].value]}{kept}."
        heads = ("column", "what it holds", "in the copy")
        parts.append(f"\n## {table_.name}\n\n{line}\n\n{table(heads, rows)}")
    nobody = [t.name for t in SQLModel.metadata.sorted_tables if not t.info.get("person")]
    parts.append(f"\n## Of nobody\n\n{', '.join(map(code, nobody))}.\n")
    return "".join(parts)


def status_moves() -> str:
    """The allowed moves of everything that has a status."""
    from lms_app.models.course import COURSE_MOVES, Course
    from lms_app.models.enrollment import ENROLLMENT_MOVES, Enrollment
    from lms_app.models.media import MEDIA_MOVES, MediaAsset

    parts = []
    for entity, moves in ((Course, COURSE_MOVES), (MediaAsset, MEDIA_MOVES),
                          (Enrollment, ENROLLMENT_MOVES)):  # fmt: skip
        lines = ["stateDiagram-v2", f"    [*] --> {entity.model_fields['status'].default}"]
        for source, targets in moves.items():
            lines += [f"    {source} --> {target}" for target in sorted(targets)]
            lines += [f"    {source} --> [*]"] * (not targets)
        diagram = "\n".join(lines)
        parts.append(f"\n## {entity.__name__}\n\n```mermaid\n{diagram}\n```\n")
    return "# Status moves\n\nAny other move raises `InvalidTransition`.\n" + "".join(parts)


def main() -> None:
    """Write the pages and remove those that no longer exist."""
    for name in ("DATABASE_URL", "REDIS_URL", "S3_BUCKET", "SITE_URL", "HOST", "PORT"):
        os.environ.pop(name, None)
    os.environ["SECRET_KEY"] = "only for writing the documentation"  # noqa: S105
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MARGIN_DATA_DIR"] = folder
        written = documents()
    REFERENCE.mkdir(exist_ok=True)
    for path in REFERENCE.glob("*.md"):
        if path.name not in {*written, *MEASURED}:
            path.unlink()
    for name, text in written.items():
        (REFERENCE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
