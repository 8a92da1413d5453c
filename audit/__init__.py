"""The append-only event chain, the one clock, and the classes of information: what every other app stands on."""
