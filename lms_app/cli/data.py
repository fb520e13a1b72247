"""The database and the store: migrations, the demo school, what can go, what failed."""

import click

from lms_app.cli.frame import alembic_config, clear_settings, main, servers, upgrade
from lms_app.local.errors import StackError


@main.command()
def migrate() -> None:
    """Bring the database to the newest version."""
    with servers():
        upgrade()


@main.command()
@click.argument("message")
def migration(message: str) -> None:
    """Write a migration from what the models say and the database does not have."""
    with servers():
        upgrade()
        from alembic import command

        command.revision(alembic_config(), message=message, autogenerate=True)


@main.command()
@click.option("--only", type=click.Choice(["school", "clips"]), help="One part alone.")
def seed(only: str | None) -> None:
    """Fill in the demo school; what is already there stays."""
    with servers():
        upgrade()
        from lms_app import seed as demo

        if only != "clips":
            demo.seed_school()
        if only != "school":
            demo.seed_clips()


@main.command()
@click.option("--delete", is_flag=True, help="Remove it; otherwise it is only shown.")
def collect(delete: bool) -> None:
    """Show what no lesson and no worker needs any more, a day old at least."""
    with servers():
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


@main.command()
def retention() -> None:
    """Show how many rows have outlived their time; the schedule deletes them within the hour."""
    with servers():
        from lms_app.composition import call
        from lms_app.core.actor import SystemCredential
        from lms_app.services import reporting

        found = call(reporting.count_old_rows, credential=SystemCredential("retention"))
    for table, count in found.items():
        click.echo(f"{table:<16} {count:>10,}")


@main.command("failed-media")
def failed_media() -> None:
    """Show the videos that were given up, with the encoder's last words."""
    with servers():
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
    with clear_settings():
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
