"""The group of all commands, and what they share: settings in one line, servers, migrations."""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from lms_app.local.errors import OWN_WORDS, StackError

if TYPE_CHECKING:
    from alembic.config import Config

    from lms_app.core.config import Settings


class _OneLineErrors(click.Group):
    """Turns an expected failure into its line on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except StackError as error:
            click.echo(f"{OWN_WORDS}{error}", err=True)
            sys.exit(1)


@click.group(cls=_OneLineErrors)
def main() -> None:
    """Margin, a self-hosted course platform."""


def usable_settings() -> "Settings":
    """Return the settings, and give rxconfig.py (it imports nothing of ours) the same address."""
    from lms_app.core.config import settings

    if os.environ.get("SITE_URL"):
        os.environ["SITE_URL"] = settings().site_url
    return settings()


@contextlib.contextmanager
def clear_settings() -> Iterator[None]:
    """Turn a setting that cannot be used into its one line."""
    from lms_app.core.config import SettingsError
    from lms_app.local import data_folder

    try:
        data_folder.prepare(data_folder.data_folder())
        yield
    except SettingsError as error:
        raise StackError(str(error)) from error


@contextlib.contextmanager
def servers() -> Iterator[None]:
    """The database and Redis of the running site, or started for the time of the block."""
    from lms_app.core.logging import configure
    from lms_app.local.commands import servers_for_a_command

    os.environ.setdefault("LOG_LEVEL", "WARNING")
    configure()
    with clear_settings(), servers_for_a_command():
        yield


def upgrade() -> None:
    """Bring the database to the newest version."""
    from alembic import command

    command.upgrade(alembic_config(), "head")


def alembic_config() -> "Config":
    """What Alembic needs to know; it runs from the folder of the site."""
    from alembic.config import Config

    from lms_app.local.frontend import ROOT

    os.chdir(ROOT)
    return Config(str(ROOT / "alembic.ini"))


def in_english(error: object) -> str:
    """Return the words of a refusal."""
    from lms_app.i18n import lookup

    keys = list(getattr(error, "fields", {}).values()) or [getattr(error, "key", str(error))]
    return " ".join(lookup(key, "en", **getattr(error, "params", {})) for key in keys)
