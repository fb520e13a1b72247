"""Pages: one module each, grouped by audience. Each package lists its `PAGES`."""
