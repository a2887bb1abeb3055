"""The bench: repeatable measurements of the write path against a frozen peer and against its own ceilings.

Owns: starting everything on loopback, loading it in turns, checking what was stored before a figure is printed, and the
bars of `make bench`. Does not own the program it measures: it starts the real server and changes nothing in it.
How and why: docs/design/0006-benchmarks.md.
"""
