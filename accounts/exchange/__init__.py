"""Imports: a file or a pasted table becomes clients and their people. Looked at before it is done, and undone as a whole."""
