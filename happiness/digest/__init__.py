"""The weekly letter to executives: what they must know in a minute, frozen for each reader and week."""
