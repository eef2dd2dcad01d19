"""Fake vote services on loopback: they allow or refuse framing, redirect, hang, and send malformed responses."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import trustme

PAGE = "<!DOCTYPE html><title>vote</title><p>vote</p>"
Responder = Callable[[socket.socket, str], None]


def page(*headers: str, body: str = PAGE, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> Responder:
    """Respond with these header lines."""

    def respond(connection: socket.socket, _: str) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body.encode())}", *headers]
        head = "\r\n".join([*lines, "Connection: close", "", ""])
        connection.sendall(f"{head}{body}".encode())

    return respond


def redirect(location: str, *headers: str, status: str = "302 Found") -> Responder:
    """Respond with a redirect."""
    return page(f"Location: {location}", *headers, body="", status=status)


def raw(text: bytes) -> Responder:
    """Respond with exactly these bytes."""
    return lambda connection, _: connection.sendall(text)


def drip(head: bytes, drop: bytes, end: bytes = b"", seconds: int = 1) -> Responder:
    """Send the head, then a drop twenty times a second for this time, then the end."""

    def respond(connection: socket.socket, _: str) -> None:
        connection.sendall(head)
        for _ in range(20 * seconds):
            time.sleep(0.05)
            connection.sendall(drop)
        connection.sendall(end)

    return respond


def flood(connection: socket.socket, _: str) -> None:
    """Send an endless page as fast as it is read."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html>")
    while True:
        connection.sendall(b"vote" * 16384)


def cookie_wall(connection: socket.socket, request: str) -> None:
    """Set a cookie, redirect to the same URL, and show the page only with that cookie."""
    respond = page() if "seen=1" in request else redirect("/vote", "Set-Cookie: seen=1; SameSite=None; Secure")
    respond(connection, request)


@dataclass
class Service:
    """A service with a responder per path, which records its requests."""

    url: str
    responders: dict[str, Responder] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def add(self, respond: Responder, path: str = "/vote") -> str:
        """Add a responder at this path and return the URL."""
        self.responders[path] = respond
        return self.url + path

    def answer(self, connection: socket.socket) -> None:
        try:
            request = connection.recv(65536).decode(errors="replace")
            self.requests.append(request)
            self.responders[request.split(" ")[1]](connection, request)
            connection.shutdown(socket.SHUT_RDWR)
        except (OSError, LookupError):
            pass
        finally:
            connection.close()


@contextmanager
def service(certificate: trustme.LeafCert | None = None) -> Iterator[Service]:
    """Run a service on loopback, with a certificate or over plain http."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        scheme = "https" if certificate else "http"
        running = Service(f"{scheme}://127.0.0.1:{listening.getsockname()[1]}")
        threading.Thread(target=_accept, args=(listening, running, certificate), daemon=True).start()
        yield running
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


def _accept(listening: socket.socket, running: Service, certificate: trustme.LeafCert | None) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
    if context and certificate:
        certificate.configure_cert(context)
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(connection, running, context), daemon=True).start()


def _serve(connection: socket.socket, running: Service, context: ssl.SSLContext | None) -> None:
    try:
        running.answer(context.wrap_socket(connection, server_side=True) if context else connection)
    except OSError:
        connection.close()


def write_authority(authority: trustme.CA, folder: Path) -> str:
    """Write this authority's certificate to a file for SSL_CERT_FILE."""
    path = folder / "authority.pem"
    path.write_bytes(authority.cert_pem.bytes())
    return str(path)
