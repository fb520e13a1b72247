"""The source tree as the architecture tests read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    return tuple(sorted(p for f in folders for p in (ROOT / f).rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def dotted(node: ast.AST) -> str:
    """`rx.el.div` for an attribute chain, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def state_classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    """Every class below `states/` that is a Reflex State."""
    for path in python_files("lms_app/states"):
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and any(
                dotted(base) in {"rx.State", "AppState"} for base in node.bases
            ):
                yield path, node
