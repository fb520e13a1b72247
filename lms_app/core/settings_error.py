"""What is wrong with a setting."""

from __future__ import annotations


class SettingsError(ValueError):
    """A setting that cannot be used; the message is one line for the operator."""
