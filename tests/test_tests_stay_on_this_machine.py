"""Nothing that a test does reaches another machine."""

import socket
import urllib.request

import pytest

from tests.loopback import NotLoopback, is_loopback


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "2001:db8::1"])
def test_a_connection_to_another_machine_is_refused(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as line, pytest.raises(NotLoopback, match=address):
        line.connect((address, 80))


def test_a_datagram_to_another_machine_is_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as line, pytest.raises(NotLoopback):
        line.sendto(b"hello", ("192.0.2.1", 9))


def test_a_page_of_another_machine_cannot_be_opened():
    with pytest.raises(NotLoopback, match="plans.example.gov.uk"):
        urllib.request.urlopen("http://plans.example.gov.uk/")


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        assert line.getpeername() == server.getsockname()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", b"localhost", ""])
def test_loopback_has_several_names(host):
    assert is_loopback(host)
