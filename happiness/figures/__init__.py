"""FIGURES: what the overview, the digest and the board show of the house. One function a figure, so that all show the same."""
