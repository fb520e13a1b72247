"""The demo school: its texts, its clips, and the code that builds it through the services."""
