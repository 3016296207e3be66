"""Synthetic rosters, of one month or of many, with the truth about them."""

from flows.demo.history import DemoHistory, write_history
from flows.demo.month import DemoMonth, write_month
from flows.demo.neighbours import neighbours

__all__ = ["DemoHistory", "DemoMonth", "neighbours", "write_history", "write_month"]
