"""What Margin costs, each figure beside its reference in the same run: `make bench`."""
