"""gunicorn's settings (D25): two processes of two threads; never more threads beside SQLite."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WORKERS", "2"))
worker_class = "gthread"
threads = 2
max_requests = 5000
max_requests_jitter = 500
timeout = 60
control_socket_disable = True
