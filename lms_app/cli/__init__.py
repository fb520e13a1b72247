"""`python -m lms_app.cli`: everything a person, the Makefile or a container starts.

Imports of the product happen inside the commands, so that `doctor` works in a broken install.
"""

from lms_app.cli import accounts, data, running  # noqa: F401  (each adds its commands)
from lms_app.cli.frame import main

__all__ = ["main"]
