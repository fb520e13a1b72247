"""`python -m lms_app.cli`: everything a person, the Makefile or a container starts.

Imports of the product happen inside the commands, so that `doctor` works in a broken install.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms_app.local.errors import OWN_WORDS, StackError

if TYPE_CHECKING:
    from alembic.config import Config

    from lms_app.core.config import Settings

PARENT_OPTION = click.option("--parent-pid", type=int, help="Stop when this process is gone.")


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


@main.command()
@PARENT_OPTION
def run(parent_pid: int | None) -> None:
    """Start everything and stay until Ctrl-C."""
    from lms_app.local import run as stack

    with _clear_settings():
        sys.exit(stack.run(usable_settings(), parent=parent_pid))


@main.command()
@PARENT_OPTION
def dev(parent_pid: int | None) -> None:
    """Start everything with hot reload (pages at http://localhost:3000)."""
    from lms_app.local import run as stack

    with _clear_settings():
        sys.exit(stack.run(usable_settings(), development=True, parent=parent_pid))


@main.command()
@click.option("--data-dir", type=click.Path(path_type=Path), help="Default: MARGIN_DATA_DIR.")
@click.option("--fast", is_flag=True, help="Give up durability against power loss (tests).")
@PARENT_OPTION
def stack(data_dir: Path | None, fast: bool, parent_pid: int | None) -> None:
    """Run only PostgreSQL and Valkey; print their addresses as JSON when they are ready."""
    from lms_app.local.data_folder import data_folder
    from lms_app.local.stack import serve

    sys.exit(serve(data_dir or data_folder(), fast=fast, parent=parent_pid))


@main.command()
def web() -> None:
    """Serve the built site (needs DATABASE_URL and REDIS_URL)."""
    from lms_app.local.web import serve

    with _clear_settings():
        given = usable_settings()
        if not given.database_url or not given.redis_url:
            raise StackError("DATABASE_URL and REDIS_URL must be set; `run` starts its own.")
        serve(given.host, given.port, given.web_workers)


@main.command()
def build() -> None:
    """Build the pages, unless they are fresh."""
    from lms_app.local import frontend

    click.echo("Pages built." if frontend.build() else "The built pages are fresh.")


@main.command()
def migrate() -> None:
    """Bring the database to the newest version."""
    with _servers():
        _upgrade()


@main.command()
@click.argument("message")
def migration(message: str) -> None:
    """Write a migration from what the models say and the database does not have."""
    with _servers():
        _upgrade()
        from alembic import command

        command.revision(_alembic(), message=message, autogenerate=True)


@main.command()
@click.option("--only", type=click.Choice(["school", "clips"]), help="One part alone.")
def seed(only: str | None) -> None:
    """Fill in the demo school; what is already there stays."""
    with _servers():
        _upgrade()
        from lms_app import seed as demo

        if only != "clips":
            demo.seed_school()
        if only != "school":
            demo.seed_clips()


@main.command()
@click.option("--delete", is_flag=True, help="Remove it; otherwise it is only shown.")
def collect(delete: bool) -> None:
    """Show what no lesson and no worker needs any more, a day old at least."""
    with _servers():
        from lms_app.composition import call
        from lms_app.core.actor import SystemCredential
        from lms_app.services import media

        found = call(
            media.collect, delete=delete, unknown=delete, credential=SystemCredential("collect")
        )
    for leftover in found:
        size = f"{leftover.size_bytes / 2**20:10.1f} MB"
        note = "  (the database does not know it)" if leftover.is_unknown else ""
        click.echo(f"{leftover.kind.value:<16} {size}  {leftover.name}{note}")
    total = sum(leftover.size_bytes for leftover in found) / 2**20
    stayed = sum(not leftover.is_removed for leftover in found)
    if delete and stayed:
        raise StackError(
            f"{stayed} of {len(found)} things stay; the log says why. If the store belongs to"
            " another database, nothing is removed: should it be this one's after all, remove"
            " the object margin/site.json from it."
        )
    done = "removed" if delete else "found; with --delete it goes"
    click.echo(f"{len(found)} things, {total:.1f} MB {done}.")


@main.command("failed-media")
def failed_media() -> None:
    """Show the videos that were given up, with the encoder's last words."""
    with _servers():
        from lms_app.composition import call
        from lms_app.core.actor import SystemCredential
        from lms_app.services import reporting

        found = call(reporting.list_failed_media, credential=SystemCredential("failed-media"))
    for row in found:
        click.echo(
            f"{row.failed_at[:16]:<16}  {row.reason:<20} {row.attempts:>2} tries  {row.asset_id}"
        )
        click.echo(f"{'':<18}{row.filename} ({row.owner_name})")
        if row.detail:
            click.echo(f"{'':<18}{row.detail}")
    click.echo(f"{len(found)} videos given up.")


@main.command("prepare-bucket")
def prepare_bucket() -> None:
    """Let pages of this site send to the S3 bucket and read from it (its CORS rule)."""
    with _clear_settings():
        from lms_app import composition
        from lms_app.core.config import settings
        from lms_app.core.errors import PortUnavailable

        try:
            bucket = composition.allow_site_at_store()
        except PortUnavailable as error:
            raise StackError(f"The bucket could not be told: {error}") from error
        if not bucket:
            raise StackError("S3_BUCKET is not set; the local store needs no preparation.")
        click.echo(f"Pages of {settings().site_origin} may use the bucket {bucket}.")


@main.command("create-admin")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_admin(email: str, name: str, password_stdin: bool) -> None:
    """Create an administrator, the first one included."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with _servers():
        _upgrade()
        from lms_app.composition import call
        from lms_app.core.actor import SystemCredential
        from lms_app.core.errors import DomainError
        from lms_app.services import auth

        try:
            call(
                auth.create_admin,
                email=email,
                password=password,
                display_name=name,
                credential=SystemCredential("create-admin"),
            )
        except DomainError as error:
            raise StackError(_in_english(error)) from error
    click.echo(f"{email} can now sign in as an administrator.")


@main.command("withdraw-signing-keys")
def withdraw_signing_keys() -> None:
    """Refuse every access token that was signed so far; programs get new ones by refreshing."""
    with _servers():
        from lms_app.composition import call
        from lms_app.core.actor import SystemCredential
        from lms_app.services import auth

        count = call(auth.withdraw_signing_keys, credential=SystemCredential("withdraw-keys"))
    click.echo(f"{count} signing keys withdrawn.")


@main.command()
def doctor() -> None:
    """Check everything Margin stands on, and say what to do about problems."""
    from lms_app.local.doctor import examine

    findings = examine()
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        state = "ok     " if finding.ok else "PROBLEM"
        click.echo(f"{state}  {finding.name:<{width}}  {finding.text}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


def usable_settings() -> "Settings":
    """Return the settings, and give rxconfig.py (it imports nothing of ours) the same address."""
    from lms_app.core.config import settings

    if os.environ.get("SITE_URL"):
        os.environ["SITE_URL"] = settings().site_url
    return settings()


@contextlib.contextmanager
def _clear_settings() -> Iterator[None]:
    """Turn a setting that cannot be used into its one line."""
    from lms_app.core.config import SettingsError
    from lms_app.local import data_folder

    try:
        data_folder.prepare(data_folder.data_folder())
        yield
    except SettingsError as error:
        raise StackError(str(error)) from error


@contextlib.contextmanager
def _servers() -> Iterator[None]:
    from lms_app.core.logging import configure
    from lms_app.local.commands import servers_for_a_command

    os.environ.setdefault("LOG_LEVEL", "WARNING")
    configure()
    with _clear_settings(), servers_for_a_command():
        yield


def _upgrade() -> None:
    from alembic import command

    command.upgrade(_alembic(), "head")


def _alembic() -> "Config":
    from alembic.config import Config

    from lms_app.local.frontend import ROOT

    os.chdir(ROOT)
    return Config(str(ROOT / "alembic.ini"))


def _in_english(error: object) -> str:
    from lms_app.i18n import lookup

    keys = list(getattr(error, "fields", {}).values()) or [getattr(error, "key", str(error))]
    return " ".join(lookup(key, "en", **getattr(error, "params", {})) for key in keys)


if __name__ == "__main__":
    main()
