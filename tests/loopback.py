"""Tests talk to this machine only. Anything else is refused where the connection is made, with a sentence."""

import ipaddress
import socket
from contextlib import ExitStack, contextmanager
from unittest import mock

LOCAL_NAMES = {None, "", "localhost", "ip6-localhost", "testserver"}


class NotLoopback(Exception):
    """A test tried to reach another machine."""


def is_loopback(host):
    """Whether the host is this machine: a name for it, or an address of the loopback range."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def require_loopback(host):
    if not is_loopback(host):
        raise NotLoopback(f"A test tried to reach {host!r}. Tests may only talk to this machine.")


def require_loopback_address(sock, address):
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        require_loopback(address[0])


def guarded(method):
    """The socket method, refusing any address but this machine's; its address is its last argument."""

    def call(sock, *arguments):
        require_loopback_address(sock, arguments[-1])
        return method(sock, *arguments)

    return call


@contextmanager
def only_loopback():
    """Within the block, sockets and name look-ups of this process reach this machine only."""
    look_up = socket.getaddrinfo

    def guarded_look_up(host, *rest, **options):
        require_loopback(host)
        return look_up(host, *rest, **options)

    with ExitStack() as patches:
        for name in ("connect", "connect_ex", "sendto"):
            patches.enter_context(mock.patch.object(socket.socket, name, guarded(getattr(socket.socket, name))))
        patches.enter_context(mock.patch("socket.getaddrinfo", guarded_look_up))
        yield
