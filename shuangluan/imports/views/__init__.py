"""Pages of an import; the modules hang their views on the blueprint."""

from shuangluan.imports.views import files, retention, steps
from shuangluan.imports.views.blueprint import bp

__all__ = ["bp", "files", "retention", "steps"]
