"""Teaches mypy what SQLModel does to classes: `Course.title` is a column, `course.title` a string.

SQLModel annotates columns with the type of their values, so without this every comparison in a
query looks like a plain bool.
"""

from collections.abc import Callable

from mypy.nodes import MypyFile, TypeInfo, Var
from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type

_MODEL = "sqlmodel.main.SQLModel"
_COLUMN = "sqlalchemy.orm.attributes.InstrumentedAttribute"


class SqlModelPlugin(Plugin):
    """Turns attributes read from a model's class into mapped columns."""

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        """Have the column's type at hand in every module."""
        return [(10, "sqlalchemy.orm.attributes", -1)] if file.fullname.startswith("lms_") else []

    def get_class_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """Called for `Class.name`."""
        class_name, _, name = fullname.rpartition(".")
        symbol = self.lookup_fully_qualified(class_name)
        if symbol is None or not isinstance(symbol.node, TypeInfo):
            return None
        model = symbol.node
        if name.startswith("_") or not model.has_base(_MODEL):
            return None
        member = model.get(name)
        if member is None or not isinstance(member.node, Var) or member.node.is_classvar:
            return None
        column = self.lookup_fully_qualified(_COLUMN)
        if column is None or not isinstance(column.node, TypeInfo):
            return None
        kind = column.node
        return lambda context: Instance(kind, [context.default_attr_type])


def plugin(_version: str) -> type[Plugin]:
    """What mypy asks for."""
    return SqlModelPlugin
