"""Serving the page: a free port, one address to open, the models loading meanwhile."""

import ipaddress
import secrets
import socket
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import uvicorn

from agent.settings import Settings
from got_models.errors import BadInput
from ui.app import build
from ui.gate import LOOPBACK
from ui.house import House

TRIED_PORTS = 20


def serve(held: Settings, *, host: str, port: int, memory: Path | None = None) -> None:
    """Serve the page until interrupted; its address is printed once it can be opened.

    Raises:
        BadInput: No port is free.
    """
    listening = listen(host, port)
    house = House(held, folder=memory)
    try:
        local = host in LOOPBACK
        word = None if local else secrets.token_urlsafe(12)
        hosts = LOOPBACK if local else (*LOOPBACK, host, *_names())
        server = uvicorn.Server(
            uvicorn.Config(
                build(house, hosts=hosts, pass_word=word),
                log_level="warning",
                timeout_graceful_shutdown=2,
            )
        )
        threading.Thread(target=_prepared, args=(house,), daemon=True).start()
        sys.stdout.write(f"{address(host, listening.getsockname()[1], word)}\n")
        sys.stdout.flush()
        server.run(sockets=[listening])
    finally:
        house.close()


def _prepared(house: House) -> None:
    """Load the models, and then what the settings are made of; the page answers meanwhile."""
    house.warm().join()
    with suppress(ImportError):
        import_module("ui.shell")


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, on the next free port if `port` is taken.

    Raises:
        BadInput: No port is free, or the host is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for tried in range(port, min(port + TRIED_PORTS, 65_536)):
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, tried))
            made.listen(128)
        except OSError:
            made.close()
        else:
            return made
    raise BadInput(
        f"nothing can be served at {host}, ports {port} and after; choose another --port"
    )


def address(host: str, port: int, word: str | None) -> str:
    """Return what to type into a browser."""
    shown = f"[{host}]" if ":" in host else host
    if host in ("0.0.0.0", "::"):
        shown = socket.gethostname()
    return f"http://{shown}:{port}/" + (f"?key={word}" if word else "")


def _names() -> tuple[str, ...]:
    """Return the names and addresses under which others may know this machine."""
    name = socket.gethostname()
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    return (name, *(one for one in found if ipaddress.ip_address(one.split("%")[0])))
