"""A concurrent.futures.Executor whose work is done in warm processes that may hang, grow or die on their own."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

PACKAGE_PARENT = str(Path(__file__).parents[2])
ALONE = {"PATH": os.devnull, "SOURCE_DATE_EPOCH": "0"}
"""A worker finds no other program. It needs none, but in looking for a library Python would ask a compiler for
each name that WeasyPrint tries, which takes longer than loading WeasyPrint."""


class WorkerStopped(RuntimeError):
    """The process that did the work is gone. `status` is its exit status, negative for a signal."""

    def __init__(self, status: int) -> None:
        super().__init__(f"a worker stopped with status {status}")
        self.status = status


class Workers(Executor):
    """Up to `count` processes, each started when it is first needed or prepared for, and kept for the next call.

    Each call may take `seconds` and its process `megabytes` of memory; a process that oversteps is
    ended, costs its own call a WorkerStopped, and the next call gets a fresh one.
    """

    def __init__(self, count: int, *, seconds: int, megabytes: int) -> None:
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="handouts")
        self._limits = (seconds, megabytes)
        self._own = threading.local()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._prepared: list[subprocess.Popen[bytes]] = []

    def prepare(self, count: int) -> None:
        """See to it that so many processes run, and have new ones load what they draw with until they are called."""
        for _ in range(count - len(self.pids)):
            self._prepared.append(self._started("load"))

    def submit(
        self, fn: Callable[Arguments, Result], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Result]:
        """Call `fn`, a function that a fresh process can import, in one of the processes."""
        return self._threads.submit(self._call, pickle.dumps(pickle.dumps((fn, args, kwargs))))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the signature is the base class's
        """End the processes: at once when the waiting calls are cancelled, else when their calls are done."""
        if cancel_futures:
            self._end()
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        if wait:
            self._end()

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the workers that were started and still live."""
        return tuple(process.pid for process in self._processes if process.poll() is None)

    def _call(self, call: bytes) -> Any:
        process = self._process()
        try:
            _stream(process.stdin).write(call)
            _stream(process.stdin).flush()
            done, value = pickle.load(_stream(process.stdout))  # noqa: S301 - our own process speaks
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            process.kill()
            raise WorkerStopped(process.wait()) from error
        if done:
            return value
        raise value

    def _process(self) -> subprocess.Popen[bytes]:
        """Return this thread's process, a new one when there is none or it died."""
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        while process is None or process.poll() is not None:
            try:
                process = self._prepared.pop()
            except IndexError:
                process = self._started()
            self._own.process = process
        return process

    def _started(self, *more: str) -> subprocess.Popen[bytes]:
        process = _start(*map(str, self._limits), *more)
        self._processes.append(process)
        return process

    def _end(self) -> None:
        for process in self._processes:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None and not stream.closed:
                    _close(stream)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    search = os.pathsep.join(filter(None, [PACKAGE_PARENT, os.environ.get("PYTHONPATH")]))
    return subprocess.Popen(
        [sys.executable, "-m", "iecpress.handouts.worker", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **ALONE, "PYTHONPATH": search},
    )


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise EOFError
    return stream


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        return  # what was still to be written to a process that is gone is of no use
