"""Every text exists in both languages and is used; no page speaks past the catalogue."""

import ast
import re

import pytest

from lms_app.i18n.catalog import PLACEHOLDER, texts
from tests.architecture.sources import name, python_files, tree

HANGUL = re.compile(r"[\uac00-\ud7a3]")
# Keys put together from a value: every one of the closed set exists.
COMPOSED = (
    "facet.", "media.reason.", "checklist.", "status.", "level.", "category.",
    "course.status.",
    "terms.", "privacy.", "mail.", "sign_up.consent_", "role.",
    "export.", "audit.act_", "audit.csv_",
)  # fmt: skip


def literals() -> set[str]:
    found: set[str] = set()
    for path in python_files("lms_app", "workers"):
        if "i18n/texts" in name(path):
            continue
        found |= {
            n.value
            for n in ast.walk(tree(path))
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
    return found


def test_every_text_is_used():
    used = literals()
    unused = [k for k in texts() if k not in used and not k.startswith(COMPOSED)]
    assert unused == []


@pytest.mark.parametrize("key", sorted(texts()))
def test_both_languages_say_it_with_the_same_placeholders(key):
    korean, english = texts()[key]
    assert korean.strip()
    assert english.strip()
    names = [{m["name"] for m in PLACEHOLDER.finditer(text)} for text in (korean, english)]
    assert names[0] == names[1]
    assert not HANGUL.search(english)


def test_errors_name_texts_that_exist():
    keys = re.compile(r"^(error|media\.reason|checklist)\.[a-z_]+$")
    named = {x for x in literals() if keys.match(x)}
    assert named <= set(texts())


@pytest.mark.parametrize(
    "path",
    python_files("lms_app/pages", "lms_app/layouts", "lms_app/components", "lms_app/states"),
    ids=name,
)
def test_pages_hold_no_korean_words_of_their_own(path):
    docstrings = {
        id(n.body[0].value)
        for n in ast.walk(tree(path))
        if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and n.body
        and isinstance(n.body[0], ast.Expr)
    }
    allowed = {"한국어"}  # the name of the language, the same in every language
    spoken = [
        n.value
        for n in ast.walk(tree(path))
        if isinstance(n, ast.Constant)
        and isinstance(n.value, str)
        and id(n) not in docstrings
        and HANGUL.search(n.value)
        and n.value not in allowed
    ]
    assert spoken == []
