"""A feedback desk in five tables, for tests and benchmarks alone: what a dashboard asks of organizations of any size."""
