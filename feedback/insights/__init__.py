"""Insights: what the answers to a survey add up to, with how sure that is, and the answers behind every number.

Figures of small groups are kept back, also where subtracting the shown ones would give them away. What a person said to top
management only is in no figure, list or file of anybody else.
"""
