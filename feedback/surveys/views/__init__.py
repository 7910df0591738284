"""Pages of surveys: the list, the builder, the launch, the versions."""
