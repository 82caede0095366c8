"""Gatherings: who was there, what was captured in the moment, the debrief after and the brief before."""
