"""Who changed what: entries that are written once, numbered and chained, so that a change or a cut tail is found."""
