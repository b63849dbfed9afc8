"""A service of compose, run from the image as compose would: its command, its environment, its user, its volume."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.config.compose import OURS, declared
from tests.image.build import Store
from tests.image.servers import wait_until


@dataclass
class Container:
    """The image, with the hosts that compose's services are to it, standing on this machine."""

    store: Store
    name: str
    given: dict[str, str]
    ports: dict[str, int]
    data: Path
    copies: Path
    bind: str

    @classmethod
    def of(
        cls,
        store: Store,
        image: str,
        given: dict[str, str],
        ports: dict[str, int],
        bind: str,
        folder: Path,
    ) -> "Container":
        """Its volume lies in `folder`."""
        hosts = [word for host in ports for word in ("--add-host", f"{host}:127.0.0.1")]
        name = store.buildah("from", "--pull-never", *hosts, image, quiet=False)
        # As Docker makes a named volume: it belongs to whom the image says.
        data, copies = folder / "data", store.folder / "copies"
        data.mkdir()
        (data / "media").mkdir()
        # As docs/deploy.md makes it: on the machine, for every installation there.
        copies.mkdir(mode=0o700, exist_ok=True)
        for path in (data, data / "media", copies):
            os.chown(path, 10001, 10001)
        return cls(store, name, given, ports, data, copies, bind)

    def environment(self, service: str) -> dict[str, str]:
        """What compose gives; only the ports of the servers are those of this machine."""
        found = declared(service, self.given)
        for name, value in found.items():
            for host, port in self.ports.items():
                value = value.replace(f"@{host}:5432/", f"@{host}:{port}/").replace(
                    f"//{host}:6379/", f"//{host}:{port}/"
                )
            found[name] = value
        return found | {"BIND": self.bind}

    def command(self, service: str, command: list[str]) -> list[str]:
        options = ["--isolation", "chroot", "--network", "host", "--volume", f"{self.data}:/data"]
        options += ["--volume", f"{self.copies}:/copies"]
        for name, value in self.environment(service).items():
            options += ["--env", f"{name}={value}"]
        return list(map(str, self.store.command("run", *options, self.name, "--", *command)))

    def run(self, service: str, *command: str, well: bool = True) -> str:
        """What the command, or else the service's own, prints."""
        words = list(command) or OURS[service]["command"]
        done = subprocess.run(self.command(service, words), capture_output=True, text=True, check=False)
        assert (done.returncode == 0) == well, f"{service}: {words}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr


class Running:
    """A service that goes on until it is left."""

    def __init__(self, container: Container, service: str) -> None:
        self.log = container.store.folder / f"{service}.log"
        with open(self.log, "wb") as out:
            command = container.command(service, OURS[service]["command"])
            self.process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)

    def __enter__(self) -> "Running":
        return self

    def until(self, words: str) -> None:
        wait_until(lambda: words in self.log.read_text() or self.process.poll() is not None, 90, words)
        assert self.process.poll() is None, self.log.read_text()

    def __exit__(self, *error: object) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(30)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
