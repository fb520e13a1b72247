"""States of the administration, one per page."""
