"""The one error of the local stack: a single line that says what is wrong and what to do."""


class StackError(Exception):
    """Ends a command with its message as the only output; never shown with a trace."""
