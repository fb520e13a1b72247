"""The one error of the local stack: it says what is wrong and what to do."""

OWN_WORDS = "margin: "
"""What the message of a `StackError` begins with where a command ends with it."""


class StackError(Exception):
    """Ends a command with its message as the only output; never shown with a trace."""
