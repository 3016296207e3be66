"""Prefect's own server for one night: started first, beside all else that has to start, and gone with the night.

Prefect would start one by itself, but not before the flow is called, when all else is imported, and it imports the
whole server into the night's process as well. Started here, the server comes up on one core while the libraries of the
night are imported on another.
"""

import atexit
import gc
import os
import socket
import subprocess
import sys
import threading
from http.client import HTTPConnection

_STARTS_WITHIN = 120.0
"""Seconds. A slow machine takes 40 for the first start of all, which makes the database."""
_ENDS_WITHIN = 10.0
"""Seconds in which a server writes down what it was told last."""

_ENVIRONMENT = {"PREFECT_API_BLOCKS_REGISTER_ON_START": "false", "PREFECT_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false"}
"""The night stores nothing in Prefect's blocks; to look for new kinds of them takes a third of a second."""


class ServerUnavailable(Exception):  # noqa: N818 - what the operator sees
    """Prefect's own server did not start."""


class OwnServer:
    """A server on a free port of the loopback, on its way up from the moment this is made.

    Its socket takes connections from the beginning and lets them wait, so nobody has to ask again and again, and nobody
    else gets the port meanwhile. It ends with the pipe to its standard input: not even a killed night leaves it behind.
    """

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self._port = listening.getsockname()[1]
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                [sys.executable, "-m", "flows.server", str(listening.fileno())],
                pass_fds=(listening.fileno(),),
                stdin=subprocess.PIPE,
                env={**os.environ, **_ENVIRONMENT},
                start_new_session=True,  # Ctrl-C is for the night: the server notes how the night ended
            )
        self._used = False
        # Made before Prefect is imported, it ends after Prefect has told it everything: exits run backwards.
        atexit.register(self.end)

    def take_its_place(self) -> None:
        """Makes this Prefect's API, once it answers; where another is named (environment, profile), that one stays.

        Raises:
            ServerUnavailable: it does not answer.
        """
        from prefect.context import refresh_global_settings_context  # noqa: PLC0415 - takes a second
        from prefect.settings import PREFECT_API_URL  # noqa: PLC0415

        if PREFECT_API_URL.value():
            self.end()
            return
        try:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=_STARTS_WITHIN)
            connection.request("GET", "/api/health")
            connection.getresponse().read()
            connection.close()
        except OSError as error:
            raise ServerUnavailable(f"Prefect's server did not start: {type(error).__name__}") from None
        self._used = True
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{self._port}/api"
        refresh_global_settings_context()

    def end(self) -> None:
        """Lets it end, and waits until it has; one that nobody has asked for anything is not waited for."""
        if not self._used:
            self._process.kill()
        try:
            self._process.communicate(timeout=_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def serve(listening: socket.socket) -> None:
    """Serves Prefect's API on the socket until standard input ends."""
    # A third of the start would go into looking for garbage among what is imported for good.
    gc.disable()
    import uvicorn  # noqa: PLC0415
    from prefect.server.api.server import create_app  # noqa: PLC0415

    app = create_app(ephemeral=True, final=True)
    gc.freeze()
    gc.enable()
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=5))

    def end_with_input() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=end_with_input, daemon=True).start()
    server.run(sockets=[listening])


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
