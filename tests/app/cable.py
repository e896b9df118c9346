"""A cable between a browser and a server, that can be cut, held and mended."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

PART = 65536


class Cable:
    """Passes bytes on between a port of its own and that of a server, until it is cut or held."""

    def __init__(self, port):
        self.to = port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}/"
        self.passing = threading.Event()
        self.passing.set()
        self.refusing = False
        self.ends = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                if self.refusing:
                    near.close()
                    continue
                try:
                    far = socket.create_connection(("127.0.0.1", self.to))
                except OSError:
                    near.close()
                    continue
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one, other):
        with suppress(OSError):
            while part := one.recv(PART):
                self.passing.wait()
                other.sendall(part)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def hold(self):
        """Nothing passes and nobody is told: a network that drops packets."""
        self.passing.clear()

    def cut(self):
        """Every connection ends, and none is made."""
        self.refusing = True
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.ends.clear()

    def mend(self):
        """Connections are made again; what was held is lost with its connection."""
        self.refusing = False
        if not self.passing.is_set():
            self.cut()
            self.refusing = False
            self.passing.set()

    def close(self):
        self.cut()
        self.passing.set()
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
