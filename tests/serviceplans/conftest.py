import socket
from contextlib import closing

import pytest
from django.core.management import call_command

from tests.serviceplans.factories import a_complete_plan, cast


@pytest.fixture
def people(db):
    """Everybody about one service's plan."""
    return cast()


@pytest.fixture
def version(people):
    """A complete draft."""
    return a_complete_plan(people)


@pytest.fixture
def run(capsys):
    """``run("verify_signoff", "CSS", "2019/20")`` is the command's exit code, what it said, and its complaint."""

    def command(*arguments):
        code = 0
        try:
            call_command(*arguments)
        except SystemExit as ended:
            code = ended.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.fixture
def free_port():
    """A port of this machine on which nobody listens."""
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
