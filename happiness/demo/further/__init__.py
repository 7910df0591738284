"""The many other clients of a full demo: made from lists by a seeded dice, each with a course of events that holds together."""
