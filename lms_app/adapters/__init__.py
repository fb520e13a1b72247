"""Implementations of the ports. Vendor SDKs are imported here and nowhere else."""
