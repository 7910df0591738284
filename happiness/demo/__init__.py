"""The demo companies: loaded by one command, through the same actions that people use."""
