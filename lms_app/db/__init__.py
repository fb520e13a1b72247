"""PostgreSQL: engine, the unit of work, the outbox table, shared query shapes."""
