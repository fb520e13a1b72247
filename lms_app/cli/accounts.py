"""Administrators and signing keys, for who runs the machine."""

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from lms_app.cli.frame import in_english, main, servers, upgrade
from lms_app.local.errors import StackError

if TYPE_CHECKING:
    from lms_app.core.actor import SystemCredential


@main.command("create-admin")
@click.option("--email")
@click.option("--name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_admin(email: str | None, name: str | None, password_stdin: bool) -> None:
    """Create the first administrator; every other one is named at /admin/users."""
    with _refusals(), servers():
        upgrade()
        from lms_app.composition import call
        from lms_app.services import auth

        call(auth.check_no_admin, credential=_operator("create-admin"))
        email = email or str(click.prompt("Email"))
        name = name or str(click.prompt("Name"))
        call(
            auth.create_admin,
            email=email,
            password=_password(from_stdin=password_stdin),
            display_name=name,
            credential=_operator("create-admin"),
        )
    click.echo(f"{email} can now sign in as an administrator.")


@main.command("let-admin-in")
@click.option("--email", prompt=True)
@click.option(
    "--forget-second-factor", is_flag=True, help="Also take app, passkeys and recovery codes off."
)
def let_admin_in(email: str, forget_second_factor: bool) -> None:
    """Print a link by which an administrator chooses a new password (30 minutes)."""
    with _refusals(), servers():
        from lms_app.composition import call
        from lms_app.core import urls
        from lms_app.core.config import settings
        from lms_app.services import auth

        token = call(
            auth.let_admin_in,
            email=email,
            forget_second_factor=forget_second_factor,
            credential=_operator("let-admin-in"),
        )
        click.echo(f"{settings().site_url}{urls.RESET}?token={token}")


@main.command("withdraw-signing-keys")
def withdraw_signing_keys() -> None:
    """Refuse every access token that was signed so far; programs get new ones by refreshing."""
    with servers():
        from lms_app.composition import call
        from lms_app.services import auth

        count = call(auth.withdraw_signing_keys, credential=_operator("withdraw-keys"))
    click.echo(f"{count} signing keys withdrawn.")


@main.command("rotate-certificate-key")
def rotate_certificate_key() -> None:
    """Sign certificates with a new key; what the former ones signed stays valid."""
    with servers():
        from lms_app.composition import call
        from lms_app.services import certificate

        kid = call(certificate.rotate_certificate_key, credential=_operator("rotate-key"))
    click.echo(f"Certificates are signed with {kid} from now on.")


def _operator(name: str) -> "SystemCredential":
    from lms_app.core.actor import SystemCredential

    return SystemCredential(name)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """Turn a refusal into its one line."""
    from lms_app.core.errors import DomainError

    try:
        yield
    except DomainError as error:
        raise StackError(in_english(error)) from error
