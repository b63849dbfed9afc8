"""The image of the Dockerfile, built by buildah on a base that debootstrap makes: no engine, no registry of images."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.config.compose import OURS, ROOT, SERVICES

DOCKERFILE = (ROOT / "Dockerfile").read_text()
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


def call(*command: str | Path, quiet: bool = True) -> str:
    """What the command prints; ends everything with its last lines when it fails."""
    done = subprocess.run(
        list(map(str, command)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(
            f"{' '.join(map(str, command))[:300]}\nfailed:\n" + "\n".join(done.stdout.splitlines()[-30:])
        )
    return done.stdout.strip()


@dataclass(frozen=True)
class Store:
    """A folder with everything buildah keeps; removing it removes all of it."""

    folder: Path

    def buildah(self, *arguments: str | Path, quiet: bool = True) -> str:
        return call(*self.command(*arguments), quiet=quiet)

    def command(self, *arguments: str | Path) -> list[str | Path]:
        where = [
            "--root",
            self.folder / "storage",
            "--runroot",
            self.folder / "run",
            "--storage-driver",
            "vfs",
        ]
        return ["buildah", *where, *arguments]

    def tagged(self, source: Path, inside: str, name: str, *configured: str) -> None:
        """An image of nothing but `source`, under a name the Dockerfile asks for."""
        container = self.buildah("from", "scratch", quiet=False)
        self.buildah("add", "-q", container, source, inside)
        if configured:
            self.buildah("config", *configured, container)
        self.buildah("commit", "-q", container, name)
        self.buildah("rm", container)


def _asked(pattern: str) -> str:
    found = set(re.findall(pattern, DOCKERFILE, re.MULTILINE))
    assert len(found) == 1, f"The Dockerfile names {sorted(found)}; this knows how to make one."
    return str(found.pop())


def base_name() -> str:
    """python:3.13-slim-trixie"""
    return _asked(r"^FROM (\S+)")


def uv_name() -> str:
    """ghcr.io/astral-sh/uv:0.9"""
    return _asked(r"--from=(\S+/\S+)")


def server_name() -> str:
    """postgres:17"""
    return str(SERVICES["postgres"]["image"])


def server_version() -> str:
    return server_name().partition(":")[2]


def make_base(store: Store) -> None:
    """Debian's smallest system of the release that the tag names, with Debian's Python: its version is the tag's."""
    version, _, release = base_name().partition(":")[2].partition("-slim-")
    folder = store.folder / "base"
    call("debootstrap", "--variant=minbase", "--include=python3,ca-certificates", release, folder)
    (folder / "usr/bin/python").symlink_to("python3")
    made = (folder / "usr/bin/python3").readlink().name
    assert made == f"python{version}", f"Debian {release} has {made}, the Dockerfile asks for {version}"
    # A network that looks into TLS has a certificate of its own, which uv must be told of.
    own = ["--env", f"SSL_CERT_FILE={CERTIFICATES}"] if os.environ.get("SSL_CERT_FILE") else []
    store.tagged(folder, "/", f"docker.io/library/{base_name()}", *own)
    shutil.rmtree(folder)


def make_uv(store: Store) -> None:
    """The binary of PyPI's wheel, of the version that the tag names."""
    uv = shutil.which("uv") or str(ROOT / ".local/tools/bin/uv")
    folder = store.folder / "uv"
    version = uv_name().partition(":")[2]
    call(uv, "pip", "install", "-q", "--python", sys.executable, "--target", folder, f"uv=={version}.*")
    store.tagged(folder / "bin/uv", "/uv", uv_name())
    shutil.rmtree(folder)


def make_server(store: Store) -> None:
    """Debian's PostgreSQL of the version compose names, on the base; the product's image is built without it."""
    container = store.buildah("from", "--pull-never", f"docker.io/library/{base_name()}", quiet=False)
    # Installing it starts nothing here: a server of this machine may hold its port.
    install = (
        "printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d && apt-get update"
        f" && apt-get install --yes --no-install-recommends postgresql-{server_version()}"
    )
    store.buildah("run", "--isolation", "chroot", "--network", "host", container, "--", "sh", "-c", install)
    store.buildah("commit", "-q", container, server_name())
    store.buildah("rm", container)


def build(store: Store) -> str:
    """The image, under the name compose gives it."""
    (name,) = {service["image"] for service in OURS.values()}
    options = ["--format", "docker", "--isolation", "chroot", "--network", "host", "--pull-never"]
    options += ["--volume", "/etc/ssl/certs:/etc/ssl/certs:ro"]
    store.buildah("build", *options, "-t", name, ROOT)
    return str(name)


def size(store: Store, name: str) -> str:
    """As in "270 MB"."""
    listed = store.buildah("images", "--format", "{{.Name}}:{{.Tag}} {{.Size}}")
    return next(line.split(" ", 1)[1] for line in listed.splitlines() if line.split(" ")[0].endswith(name))
