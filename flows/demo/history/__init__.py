"""The months after the launch month: lists sent again with what happened meanwhile, and the answers from outside."""

from flows.demo.history.months import DemoHistory, write_history

__all__ = ["DemoHistory", "write_history"]
