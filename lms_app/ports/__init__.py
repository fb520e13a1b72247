"""Protocols of the outside and the plain data they speak. No implementation lives here."""
