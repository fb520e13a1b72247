"""The second front end: the same services, no Reflex in the process."""
