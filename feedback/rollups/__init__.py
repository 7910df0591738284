"""Sums by month, so that a page about the whole house reads a few rows, however much its clients have said."""
