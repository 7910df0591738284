"""Surveys: few questions that fit the person's role and stage, in every language of the house.

A survey is edited as one document (a draft). Publishing freezes it as a version that never changes: who was asked before
keeps the version they were asked in. One engine in plain Python (`conditions`, `runner`) decides what a person is asked:
on the answer page, in the preview, at the door of integrators and when answers are imported.
"""
