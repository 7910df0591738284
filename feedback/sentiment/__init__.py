"""How people feel: what a text says of its writer's mood, and every sign of mood as one reading."""
