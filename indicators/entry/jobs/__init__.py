"""Long acts as jobs: asked for in a request, done by `manage.py work`, in steps.

`asking` writes what is wanted, `working` does it, `kinds` says how each kind goes.
"""

from indicators.entry.jobs.asking import LARGE, ask, cancel
from indicators.entry.jobs.working import KEPT, SILENT, Worker, worker_seen

__all__ = ["KEPT", "LARGE", "SILENT", "Worker", "ask", "cancel", "worker_seen"]
