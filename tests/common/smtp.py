"""A mail server on loopback for tests: it takes what it is sent, or refuses an address, or says nothing at all."""

import socket
import threading
from contextlib import closing, contextmanager


class MailServer:
    """``taken`` holds (recipient, text) of each message. ``refuses``: recipients answered with 550. ``mute``: no greeting."""

    def __init__(self, port=0, refuses=(), mute=False):
        self.taken, self.refuses, self.mute = [], set(refuses), mute
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line):
        with closing(line), line.makefile("rwb") as talk:
            if self.mute:
                talk.read()
                return
            self._answer(talk, "220 mail.example")
            recipient = ""
            while said := talk.readline().decode().strip():
                verb = said.split(":")[0].split()[0].upper()
                if verb == "RCPT":
                    recipient = said.split("<")[1].split(">")[0]
                    self._answer(talk, "550 nobody here" if recipient in self.refuses else "250 ok")
                elif verb == "DATA":
                    self._answer(talk, "354 go on")
                    self.taken.append((recipient, self._text(talk)))
                    self._answer(talk, "250 taken")
                elif verb == "QUIT":
                    self._answer(talk, "221 bye")
                    return
                else:
                    self._answer(talk, "250 ok")

    @staticmethod
    def _answer(talk, words):
        talk.write(f"{words}\r\n".encode())
        talk.flush()

    @staticmethod
    def _text(talk):
        lines = []
        while (line := talk.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)

    def close(self):
        self.listener.close()


@contextmanager
def mail_server(**how):
    """A server for the length of the block."""
    server = MailServer(**how)
    try:
        yield server
    finally:
        server.close()


def free_port():
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
