"""The course of a consultation: its kinds, the time that people are given, and how pages tell of it."""
