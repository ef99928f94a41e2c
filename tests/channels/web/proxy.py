"""A small proxy that shows a service under a path, as people put one before it; it takes the prefix off, or not."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    """Passes on one connection at a time to each service connection. Outside the prefix there is nothing."""

    def __init__(self, port: int, prefix: str, *, strips: bool) -> None:
        self.to, self.prefix, self.strips = port, prefix, strips
        self.outside: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self.listener.accept()[0],), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            head, _, rest = self._head(near).partition(b"\r\n\r\n")
            if not head:
                return
            first, _, fields = head.partition(b"\r\n")
            method, target, version = first.split(b" ")
            path = target.decode()
            if not path.startswith((f"{self.prefix}/", f"{self.prefix}?")):
                self.outside.append(path)
                near.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 7\r\nConnection: close\r\n\r\noutside")
                return
            target = (path.removeprefix(self.prefix) if self.strips else path).encode()
            # One request a connection: a second one on it would have to be parsed too.
            kept = [each for each in fields.split(b"\r\n") if not each.lower().startswith(b"connection:")]
            sent = b"\r\n".join([b" ".join((method, target, version)), *kept, b"Connection: close"])
            with socket.create_connection(("127.0.0.1", self.to)) as far:
                far.sendall(sent + b"\r\n\r\n" + rest)
                threading.Thread(target=self._pass, args=(near, far), daemon=True).start()
                self._pass(far, near)

    def _head(self, near: socket.socket) -> bytes:
        read = b""
        while b"\r\n\r\n" not in read and (piece := near.recv(65536)):
            read += piece
        return read

    def _pass(self, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                to.sendall(piece)


@contextmanager
def proxied(port: int, prefix: str, *, strips: bool) -> Iterator[Proxy]:
    proxy = Proxy(port, prefix, strips=strips)
    try:
        yield proxy
    finally:
        proxy.listener.close()
