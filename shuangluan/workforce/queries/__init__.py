"""Reads of the workforce slice: the only way to a worker, always from the viewer's scope."""

from shuangluan.workforce.queries.visibility import own_worker, relatives_of, visible, worker

__all__ = ["own_worker", "relatives_of", "visible", "worker"]
