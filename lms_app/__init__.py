"""Margin: a self-hosted course platform. Importing this package imports nothing else."""
