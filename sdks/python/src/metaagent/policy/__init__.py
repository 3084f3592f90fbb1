"""How an SDK decides: pure functions that protocol/conformance describes case by case.

Nothing here reads a clock, a file or the network.
"""
