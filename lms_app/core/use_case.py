"""The three kinds of use case, declared by decorator and kept in one registry.

`@query` reads in a read-only transaction, `@command` writes in one transaction and makes no
network call, `@workflow` has no transaction of its own and strings commands and ports together.
`composition.call` is the only caller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, ParamSpec, TypeVar

from lms_app.core.actor import Actor
from lms_app.core.errors import DomainError, Impersonating
from lms_app.core.permissions import IMPERSONATION, Permission

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Callable[..., Any])


class Kind(StrEnum):
    query = "query"
    command = "command"
    workflow = "workflow"


@dataclass(frozen=True)
class UseCase(Generic[R]):
    """A declared use case. `function(uow_or_ctx, actor, *args)` is only called by the door.

    `step_up` asks for somebody who proved who they are within the last five minutes. `only_reads`
    holds for every query, and for a workflow that says so. `ends_impersonation`: an admin who looks
    on as somebody else may do it all the same.
    """

    function: Callable[..., R]
    kind: Kind
    permission: Permission
    step_up: bool = False
    only_reads: bool = False
    ends_impersonation: bool = False

    def refusal(self, actor: Actor) -> DomainError | None:
        """Return why this caller is not let in, or None when they are.

        Who looks on as somebody else is refused whatever may write, and whatever is the person's
        alone: a use case that says nothing of itself is refused.
        """
        refused = actor.refusal(self.permission)
        is_open = self.only_reads and self.permission in IMPERSONATION
        if refused is None and actor.impersonator and not (is_open or self.ends_impersonation):
            return Impersonating()
        return refused or actor.refusal(self.permission, step_up=self.step_up)

    def for_many(self, function: M) -> M:
        """Declare how many callers' commands of this kind are done in one transaction.

        `function(uow, [(actor, item), ...])` answers each caller, in order, with a result or a
        refusal; `composition.call_many` enters it once every caller's permission was checked.
        """
        _FOR_MANY[self.name] = function
        return function

    @property
    def many(self) -> Callable[..., list[R | DomainError]]:
        """What was declared by `for_many`."""
        return _FOR_MANY[self.name]

    @property
    def name(self) -> str:
        """`<domain>.<verb_noun>`, as logs, documents and tests name it."""
        module = self.function.__module__.removeprefix("lms_app.services.")
        return f"{module.split('.')[0]}.{self.function.__name__}"

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        return self.function.__doc__

    def __call__(self, scope: Any, actor: Any, *args: Any, **kwargs: Any) -> R:
        """Join the caller's transaction or workflow; the permission was checked at the door."""
        return self.function(scope, actor, *args, **kwargs)


REGISTRY: dict[str, UseCase[Any]] = {}
_FOR_MANY: dict[str, Callable[..., Any]] = {}


def _declare(
    kind: Kind, permission: Permission, **flags: bool
) -> Callable[[Callable[..., R]], UseCase[R]]:
    def wrap(function: Callable[..., R]) -> UseCase[R]:
        use_case = UseCase(function=function, kind=kind, permission=permission, **flags)
        if use_case.name in REGISTRY and REGISTRY[use_case.name].function is not function:
            raise RuntimeError(f"two use cases are named {use_case.name}")
        REGISTRY[use_case.name] = use_case
        return use_case

    return wrap


def query(
    permission: Permission, *, step_up: bool = False
) -> Callable[[Callable[..., R]], UseCase[R]]:
    """Declare a read: `(uow, actor, ...)` in a read-only transaction; may not emit."""
    return _declare(Kind.query, permission, step_up=step_up, only_reads=True)


def command(
    permission: Permission, *, step_up: bool = False, ends_impersonation: bool = False
) -> Callable[[Callable[..., R]], UseCase[R]]:
    """Declare a write: `(uow, actor, ...)` in one transaction; no network inside."""
    return _declare(
        Kind.command, permission, step_up=step_up, ends_impersonation=ends_impersonation
    )


def workflow(
    permission: Permission, *, step_up: bool = False, only_reads: bool = False
) -> Callable[[Callable[..., R]], UseCase[R]]:
    """Declare a workflow: `(ctx, actor, ...)`; ports and other use cases through `ctx`.

    `only_reads` says that nothing is changed, in the database or outside of it.
    """
    return _declare(Kind.workflow, permission, step_up=step_up, only_reads=only_reads)
