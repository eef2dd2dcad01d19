"""Builds in separate processes: a second build in one process would see what the first one left in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from plugins.cache import parallel
from plugins.content.load import LoadResult, check_and_resolve
from plugins.content.sources import RawContent
from plugins.site.build import build_site, warm_up
from plugins.site.build_result import BuildOptions, BuildResult
from plugins.system.process import disable_gc


@dataclass(frozen=True)
class BuildProcess:
    """A process that builds, and the connection to it."""

    process: BaseProcess
    connection: Connection

    def stop(self) -> None:
        """End the process at once."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def start_process(target: Callable[[Connection], None]) -> BuildProcess:
    """Run a function with its end of a connection: on Linux in a fork, which inherits all that is imported."""
    context = get_context("fork") if parallel.FORKS else get_context("spawn")
    connection, child_connection = context.Pipe()
    # each process closes the other's end, or it would not notice the end of the other
    inherited = connection if parallel.FORKS else None
    process: BaseProcess = context.Process(target=_run, args=(target, child_connection, inherited))
    process.start()
    child_connection.close()
    return BuildProcess(process, connection)


def _run(target: Callable[[Connection], None], connection: Connection, inherited: Connection | None) -> None:
    if inherited:
        inherited.close()
    target(connection)


def start_build(options: BuildOptions, load_result: LoadResult | None = None) -> Callable[[], BuildResult]:
    """Start a build of content that is read now, or was ``load_result`` for its stage.

    Returns a function that waits for the result, which has no ``state``.
    """
    if parallel.FORKS:
        # done in this process, so that every build inherits it
        warm_up()
    build = start_process(partial(_build, options, load_result))

    def finish() -> BuildResult:
        with build.connection:
            try:
                result: BuildResult = build.connection.recv()
            except EOFError:
                result = BuildResult(output=options.output, failure="crashed")
        build.process.join()
        return result

    return finish


def build_stages(raw: RawContent, outputs: Mapping[str, Path], site_url: str | None) -> list[BuildResult]:
    """Build stages of content that was read once, in parallel, each into its folder; none is begun after a failure."""
    results: list[BuildResult] = []
    stages = list(outputs)
    while stages and all(result.ok for result in results):
        batch, stages = stages[: parallel.count_cores()], stages[parallel.count_cores() :]
        options = [
            BuildOptions(content=raw.content, output=outputs[stage], stage=stage, site_url=site_url) for stage in batch
        ]
        builds = [start_build(build, check_and_resolve(raw, build.stage)) for build in options]
        results += [finish() for finish in builds]
    return results


def _build(options: BuildOptions, load_result: LoadResult | None, connection: Connection) -> None:
    disable_gc()
    result = build_site(options, load_result)
    connection.send(replace(result, state=None))
    connection.close()
