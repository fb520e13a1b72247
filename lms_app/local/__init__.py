"""What a laptop runs in place of servers: PostgreSQL, Valkey, the web process and the workers.

Nothing of the product lives here, and only `lms_app.cli` (and the tests' fixtures) import it.
Importing this package needs the standard library only, so that `doctor` works in a broken install.
"""

from lms_app.local.background import RunningStack
from lms_app.local.errors import StackError
from lms_app.local.testing import testing_stack

__all__ = ["RunningStack", "StackError", "testing_stack"]
