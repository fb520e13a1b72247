"""`python -m lms_app.cli`: everything a person or the Makefile starts.

Imports of the product happen inside the commands, so that `doctor` works in a broken install.
"""

import sys
from pathlib import Path

import click

from lms_app.local.errors import StackError


class _OneLineErrors(click.Group):
    """Turns a StackError into its line on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except StackError as error:
            click.echo(f"margin: {error}", err=True)
            sys.exit(1)


@click.group(cls=_OneLineErrors)
def main() -> None:
    """Margin, a self-hosted course platform."""


@main.command()
@click.option("--data-dir", type=click.Path(path_type=Path), required=True)
@click.option("--fast", is_flag=True, help="Give up durability against power loss (tests).")
@click.option("--parent-pid", type=int, help="Stop when this process is gone.")
def stack(data_dir: Path, fast: bool, parent_pid: int | None) -> None:
    """Run only PostgreSQL and Valkey; prints their addresses as JSON when they are ready."""
    from lms_app.local.stack import serve

    sys.exit(serve(data_dir, fast=fast, parent=parent_pid))


if __name__ == "__main__":
    main()
