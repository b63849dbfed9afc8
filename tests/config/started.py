"""Commands of docker-compose.yml, run on this machine with the environment it gives."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.config.compose import OURS, declared
from tests.conftest import ROOT, wait_until


def environment(service: str, outside: dict[str, str]) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    said = declared(service)
    # The owner's address is nobody's who is not told it.
    here = {name: value for name, value in outside.items() if name in said or name != "DATABASE_OWNER_URL"}
    return {"PATH": path, "HOME": outside["LOCAL_DIR"], **said, **here}


def run(command: list[str], service: str, outside: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(service, outside),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


class Started:
    """A service's command, running here."""

    def __init__(self, service: str, outside: dict[str, str]) -> None:
        self.log = Path(outside["LOCAL_DIR"]) / f"{service}.log"
        command = [part.replace("/tmp/", outside["LOCAL_DIR"] + "/") for part in OURS[service]["command"]]
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(service, outside),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def __enter__(self) -> "Started":
        return self

    def until(self, words: str) -> None:
        wait_until(lambda: words in self.log.read_text() or self.process.poll() is not None, 60, words)
        assert self.process.poll() is None, self.log.read_text()

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        try:
            assert self.process.wait(40) == 0, self.log.read_text()
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
