"""Starting the site, or a part of it, and looking whether it can run."""

import sys
from pathlib import Path

import click

from lms_app.cli.frame import clear_settings, main, usable_settings
from lms_app.local.errors import StackError

PARENT_OPTION = click.option("--parent-pid", type=int, help="Stop when this process is gone.")


@main.command()
@PARENT_OPTION
def run(parent_pid: int | None) -> None:
    """Start everything and stay until Ctrl-C."""
    from lms_app.local import run as stack

    with clear_settings():
        sys.exit(stack.run(usable_settings(), parent=parent_pid))


@main.command()
@PARENT_OPTION
def dev(parent_pid: int | None) -> None:
    """Start everything with hot reload (pages at http://localhost:3000)."""
    from lms_app.local import run as stack

    with clear_settings():
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

    with clear_settings():
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
def doctor() -> None:
    """Check everything Margin stands on, and say what to do about problems."""
    from lms_app.local.doctor import examine

    findings = examine()
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        state = "ok     " if finding.ok else "PROBLEM"
        click.echo(f"{state}  {finding.name:<{width}}  {finding.text}")
    sys.exit(0 if all(finding.ok for finding in findings) else 1)
