"""States of the instructor's workplace, one per page or panel."""
