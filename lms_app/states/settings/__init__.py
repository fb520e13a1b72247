"""States of a person's own settings."""
