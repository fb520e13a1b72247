"""Plain ideas that know nothing of the rest: settings, errors, actors, permissions, events."""
