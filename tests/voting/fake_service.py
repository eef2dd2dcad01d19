"""Vote services as they can be met, on loopback: they allow, refuse, redirect, hang and lie."""

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
Speak = Callable[[socket.socket, str], None]


def page(*headers: str, body: str = PAGE, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> Speak:
    """An answer with these header lines."""

    def speak(connection: socket.socket, _: str) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body.encode())}", *headers]
        head = "\r\n".join([*lines, "Connection: close", "", ""])
        connection.sendall(f"{head}{body}".encode())

    return speak


def redirect(location: str, *headers: str, status: str = "302 Found") -> Speak:
    """An answer that leads elsewhere."""
    return page(f"Location: {location}", *headers, body="", status=status)


def raw(text: bytes) -> Speak:
    """These bytes, whatever they are."""
    return lambda connection, _: connection.sendall(text)


def drip(head: bytes, drop: bytes, end: bytes = b"") -> Speak:
    """A beginning, a drop twenty times a second for a second, and the end, which makes it a page after all."""

    def speak(connection: socket.socket, _: str) -> None:
        connection.sendall(head)
        for _ in range(20):
            time.sleep(0.05)
            connection.sendall(drop)
        connection.sendall(end)

    return speak


def flood(connection: socket.socket, _: str) -> None:
    """A page that never ends, as fast as it is taken."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html>")
    while True:
        connection.sendall(b"vote" * 16384)


def cookie_wall(connection: socket.socket, request: str) -> None:
    """Sets a cookie, comes back to the same address, and shows its page to those who bring it."""
    speak = page() if "seen=1" in request else redirect("/vote", "Set-Cookie: seen=1; SameSite=None; Secure")
    speak(connection, request)


@dataclass
class Service:
    """A service that speaks in its own way at each path, and remembers what it was asked."""

    url: str
    speeches: dict[str, Speak] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def at(self, speak: Speak, path: str = "/vote") -> str:
        """Let it speak like this at this path; the address."""
        self.speeches[path] = speak
        return self.url + path

    def answer(self, connection: socket.socket) -> None:
        try:
            request = connection.recv(65536).decode(errors="replace")
            self.requests.append(request)
            self.speeches[request.split(" ")[1]](connection, request)
            connection.shutdown(socket.SHUT_RDWR)
        except (OSError, LookupError):
            pass
        finally:
            connection.close()


@contextmanager
def service(certificate: trustme.LeafCert | None = None) -> Iterator[Service]:
    """A service on loopback, with a certificate or over plain http."""
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


def trusted(authority: trustme.CA, folder: Path) -> str:
    """A file with this authority's certificate, for SSL_CERT_FILE."""
    path = folder / "authority.pem"
    path.write_bytes(authority.cert_pem.bytes())
    return str(path)
