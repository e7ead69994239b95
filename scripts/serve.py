"""Serve the demonstration with gunicorn and a worker for its tasks; print its address once it answers. Ctrl-C stops both."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
START_SECONDS = 60


def port_from(text: str) -> int:
    """The port number, or an exit with a sentence."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    sys.exit(f"PORT={text} is not a port. Use a number from 1 to 65535, like PORT=8001.")


def require_free(port: int) -> None:
    """Exit with a sentence when something else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Choose another: make demo PORT={other}")


def answers(port: int) -> bool:
    """Whether /healthz says that the application and its database work."""
    connection = HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def start(port: int) -> subprocess.Popen[bytes]:
    """Gunicorn on the port, in a process group of its own so that Ctrl-C reaches it once, through this script."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--workers", "2", "--threads", "4", "--log-level", "warning", "--graceful-timeout", "5"]
    return subprocess.Popen(command, cwd=ROOT, env=environment(port), start_new_session=True)


def start_worker(port: int) -> subprocess.Popen[bytes]:
    """The worker that sends what people are told. Without it the demonstration serves all the same, and mail waits."""
    command = [sys.executable, "manage.py", "db_worker", "--no-reload", "--verbosity", "0"]
    return subprocess.Popen(command, cwd=ROOT, env=environment(port), start_new_session=True)


def environment(port: int) -> dict[str, str]:
    """What the server is told; the links in its e-mails lead to where it serves."""
    told = {"DJANGO_SETTINGS_MODULE": "config.settings.dev", "SITE_URL": f"http://{HOST}:{port}"}
    return {**told, **os.environ}


def wait_until_serving(server: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the server answered in time; false as soon as it has ended."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if answers(port):
            return True
        time.sleep(0.2)
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a process: politely, then for certain."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def main() -> int:
    """Serve until stopped; returns an exit code."""
    port = port_from(sys.argv[1] if len(sys.argv) > 1 else "8000")
    require_free(port)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit(0))
    server, worker = start(port), start_worker(port)
    try:
        if not wait_until_serving(server, port):
            how = f"did not answer at /healthz within {START_SECONDS} s" if server.poll() is None else "did not start"
            print(f"The demonstration {how}; what it said is above.", file=sys.stderr)
            return 1
        print(f"\nLine of Sight is at http://{HOST}:{port}  (Ctrl-C stops it)\n", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    finally:
        stop(server)
        stop(worker)


if __name__ == "__main__":
    sys.exit(main())
