"""Proxies as the environment names them: obeyed by every request, with their password, and never shown."""

from __future__ import annotations

import socket
import threading

import pytest

from plugins.publishing.messages import PublishError
from plugins.publishing.s3.client import S3, BucketConfig
from plugins.publishing.s3.credentials import Credentials
from plugins.system.messages import LANGS
from plugins.system.network import ProxyError, WebProxy, find_proxy, open_pool

VARIABLES = ("http_proxy", "https_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY")
# "Mu Mu:p@ss" in Base64
AUTHORIZATION = "Basic TXUgTXU6cEBzcw=="


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("excluded", "url", "is_direct"),
    [
        ("", "https://oss-cn-hangzhou.aliyuncs.com/x", False),
        ("aliyuncs.com", "https://oss-cn-hangzhou.aliyuncs.com/x", True),
        (".aliyuncs.com", "https://oss-cn-hangzhou.aliyuncs.com/x", True),
        ("yuncs.com", "https://oss-cn-hangzhou.aliyuncs.com/x", False),
        ("example.com, oss-cn-hangzhou.aliyuncs.com:443", "https://oss-cn-hangzhou.aliyuncs.com:443/x", True),
        ("*", "https://oss-cn-hangzhou.aliyuncs.com/x", True),
        ("10.0.0.0/8", "http://10.1.2.3:9000/x", True),
        ("10.0.0.0/8", "http://11.1.2.3:9000/x", False),
        ("fd00::/8,nonsense/8", "http://[fd00::1]:9000/x", True),
        ("", "http://127.0.0.1:8333/x", True),
        ("", "http://localhost:8333/x", True),
        ("", "http://[::1]:8333/x", True),
    ],
)
def test_no_proxy_lists_what_is_reached_directly(
    monkeypatch: pytest.MonkeyPatch, excluded: str, url: str, is_direct: bool
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3129")
    monkeypatch.setenv("NO_PROXY", excluded)
    assert (find_proxy(url) is None) is is_direct


def test_password_of_a_proxy_is_sent_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://Mu%20Mu:p%40ss@proxy.example")
    proxy = find_proxy("https://store.example/")
    assert proxy == WebProxy("proxy.example", 80, AUTHORIZATION)
    assert AUTHORIZATION not in repr(proxy)
    assert find_proxy("http://store.example/") is None


def test_proxy_that_does_not_speak_http_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://user:hush@127.0.0.1:1080")
    with pytest.raises(ProxyError, match=r"^HTTPS_PROXY$"):
        find_proxy("https://store.example/")
    store = S3(BucketConfig("https://store.example", "bucket", "r"), Credentials("a", "b"))
    with pytest.raises(PublishError) as caught:
        store.get("key")
    (problem,) = caught.value.messages
    assert (problem.code, dict(problem.values)) == ("bad_proxy", {"variable": "HTTPS_PROXY"})
    assert all("hush" not in problem.text(lang) for lang in LANGS)


@pytest.mark.parametrize("address", ["http://proxy.example:hush", "http://[hush", "proxy.example:99999", "http://"])
def test_proxy_that_is_no_address_is_named_by_its_variable(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    with pytest.raises(ProxyError, match=r"^HTTPS_PROXY$"):
        find_proxy("https://store.example/")


class RecordingProxy:
    """A proxy that keeps the head of each request and answers 404."""

    def __init__(self) -> None:
        self.heads: list[list[str]] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://Mu%20Mu:p%40ss@127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._server.accept()
            with connection:
                self.heads.append(connection.recv(100_000).decode().split("\r\n"))
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> RecordingProxy:
    recorder = RecordingProxy()
    monkeypatch.setenv("HTTP_PROXY", recorder.address)
    monkeypatch.setenv("HTTPS_PROXY", recorder.address)
    return recorder


def test_store_is_asked_by_the_proxy(proxy: RecordingProxy) -> None:
    store = S3(BucketConfig("http://oss.example:8080", "bucket", "r"), Credentials("a", "b"))
    assert store.get("a key") is None
    (head,) = proxy.heads
    assert head[0].startswith("GET http://bucket.oss.example:8080/a%20key?X-Amz-Algorithm=")
    assert {"Host: bucket.oss.example:8080", f"Proxy-Authorization: {AUTHORIZATION}"} <= set(head)


def test_encrypted_store_is_asked_through_a_tunnel(proxy: RecordingProxy) -> None:
    store = S3(BucketConfig("https://oss.example", "bucket", "r", attempts=1), Credentials("a", "hush"))
    with pytest.raises(PublishError):
        store.get("key")
    (head,) = proxy.heads
    assert head[0].startswith("CONNECT bucket.oss.example:443 HTTP/1.")
    assert f"Proxy-Authorization: {AUTHORIZATION}" in head
    assert not any("X-Amz" in line for line in head)


def test_public_address_is_asked_by_the_proxy(proxy: RecordingProxy) -> None:
    with open_pool("http://www.city.example/", retries=False) as http:
        assert http.request("GET", "http://www.city.example/a").status == 404
    (head,) = proxy.heads
    assert head[0] == "GET http://www.city.example/a HTTP/1.1"
    assert f"proxy-authorization: {AUTHORIZATION}".lower() in [line.lower() for line in head]
