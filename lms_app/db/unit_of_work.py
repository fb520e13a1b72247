"""One transaction and the events it makes true. Only this module commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import errors as postgres
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import Session

from lms_app.core.errors import Conflict, InvalidInput, PortUnavailable
from lms_app.core.events import Event
from lms_app.db.outbox import OutboxMessage
from lms_app.ports.key_vault import KeyVault

# Somebody else was faster. Other broken constraints are mistakes of ours and stay errors.
_MEANWHILE = (postgres.UniqueViolation, postgres.ForeignKeyViolation, postgres.ExclusionViolation)


class UnitOfWork:
    """What a query or command works with: a session, and `emit` for events.

    `keys` seals what may not lie open in a row (no network: the vault is in this process).
    """

    def __init__(self, session: Session, *, read_only: bool, keys: KeyVault | None = None) -> None:
        self.session = session
        self._keys = keys
        self.read_only = read_only
        self.events: list[Event] = []

    @property
    def keys(self) -> KeyVault:
        """The site's key vault; the door lends it to every use case."""
        if self._keys is None:
            raise RuntimeError("this unit of work was opened without a key vault")
        return self._keys

    def emit(self, event: Event) -> None:
        """Store the event in this transaction; a rollback leaves none."""
        if self.read_only:
            raise RuntimeError(f"a query may not emit {type(event).__name__}")
        self.events.append(event)
        self.session.add(OutboxMessage(event=type(event).__name__, payload=event.payload()))

    def add(self, row: Any) -> None:
        """Add a row and flush, so that its constraints speak here and not at commit."""
        self.session.add(row)
        self.session.flush()

    def flush(self) -> None:
        self.session.flush()


@contextmanager
def begin(engine: Engine, *, read_only: bool, keys: KeyVault | None = None) -> Iterator[UnitOfWork]:
    """Open a transaction; commit at the end, roll back on any error.

    Raises `PortUnavailable("database")` when PostgreSQL cannot be reached, `InvalidInput` for text
    it cannot hold, `Conflict` when a unique name was taken or a referenced row left meanwhile.
    """
    options: dict[str, Any] = {"postgresql_readonly": True} if read_only else {}
    try:
        with (
            engine.connect().execution_options(**options) as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            uow = UnitOfWork(session, read_only=read_only, keys=keys)
            try:
                yield uow
                session.commit()
            except BaseException:
                session.rollback()
                raise
    except DataError as error:  # text PostgreSQL cannot hold (NUL), a number out of range
        raise InvalidInput("error.text_characters") from error
    except IntegrityError as error:
        if isinstance(error.orig, _MEANWHILE):
            raise Conflict("error.changed_meanwhile") from error
        raise
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise PortUnavailable("database", type(error).__name__) from error
