"""The single jobs and the clock: procrastinate's worker in a thread of its own, beside the worker's steps."""

import asyncio
import logging
import threading
from collections.abc import Awaitable

import psycopg
from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

log = logging.getLogger(__name__)

FINISH_WITHIN_S = 8.0
RESCUE_EVERY_S = 30.0
TRY_AGAIN_AFTER_S = 2.0


class JobsThread(threading.Thread):
    """Runs jobs until `stop`; a lost database only interrupts it."""

    def __init__(self) -> None:
        super().__init__(name="jobs", daemon=True)
        self._stopping = threading.Event()
        self._wake: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self) -> None:
        """Work, and after a lost connection work again."""
        while not self._stopping.is_set():
            try:
                asyncio.run(self._work())
            except (ConnectorException, psycopg.Error, OSError) as error:
                log.warning("jobs: no database (%s); trying again", error)
                self._stopping.wait(TRY_AGAIN_AFTER_S)

    def stop(self) -> None:
        """Let running jobs finish for a moment; what is cut off is found and run again later."""
        self._stopping.set()
        if self._loop is not None and self._wake is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._wake.set)
        self.join(FINISH_WITHIN_S + 2)

    async def _work(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        # A connector of its own: replacing the app's would take the jobs that steps defer out of their transactions.
        worker_app: App = app.with_connector(PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4))
        async with worker_app.open_async():
            running = worker_app.run_worker_async(
                install_signal_handlers=False, shutdown_graceful_timeout=FINISH_WITHIN_S, delete_jobs="successful"
            )
            try:
                await _until_first_ends(running, _rescue(worker_app), self._asked_to_stop())
            finally:
                # The thread in which asgiref ran the jobs outlives this loop, and with it its connection.
                await sync_to_async(connections.close_all)()

    async def _asked_to_stop(self) -> None:
        if self._wake is not None and not self._stopping.is_set():
            await self._wake.wait()


async def _rescue(worker_app: App) -> None:
    """Run the jobs of killed workers again."""
    while True:
        for job in await worker_app.job_manager.get_stalled_jobs():
            await worker_app.job_manager.retry_job(job)
        await asyncio.sleep(RESCUE_EVERY_S)


async def _until_first_ends(*parts: Awaitable[None]) -> None:
    """Run all until one ends, cancel the others, wait for them, and raise what one of them raised."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome
