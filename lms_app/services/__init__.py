"""One package a domain. They know no Reflex, never commit, import no vendor SDK."""
