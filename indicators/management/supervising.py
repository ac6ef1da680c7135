"""Runs the server and beside it a worker for jobs, as one process to its starter."""

import signal
import subprocess
import time

LOOK = 0.5  # seconds between two looks at the worker
PATIENCE = 10  # seconds that both are given to end


def run(server: list[str], worker: list[str]) -> int:
    """Run both commands until the server ends; return its exit code.

    A worker that ends is started again. SIGTERM and Ctrl+C end both.
    """
    serving = subprocess.Popen(server)  # noqa: S603
    stopping = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, frame: stopping.append(signum))
    working, started = None, 0.0
    while serving.poll() is None and not stopping:
        now = time.monotonic()
        if (working is None or working.poll() is not None) and now - started >= LOOK:
            working, started = subprocess.Popen(worker), now  # noqa: S603
        time.sleep(LOOK)
    for process in filter(None, (working, serving)):
        _end(process)
    return serving.returncode


def _end(process: subprocess.Popen) -> None:
    """End a process of ours, kindly first."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
