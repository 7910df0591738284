"""Every letter leaves here: one list of letters, one way out."""
