"""A synthetic month of rosters, with the truth about every row of it."""

from flows.demo.month import DemoMonth, write_month

__all__ = ["DemoMonth", "write_month"]
