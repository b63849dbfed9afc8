"""Doors are alike: what a service refuses is shown by `common.doors`, and no view has a try of its own."""

import ast

from tests.architecture.rooms import APPS, ROOT


def test_no_view_has_a_try_of_its_own() -> None:
    views = [
        path
        for app in APPS
        for path in [*(ROOT / app).glob("views.py"), *(ROOT / app / "views").glob("*.py")]
        if path.name != "doors.py"
    ]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in views
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Try)
    ]
    assert len(views) > 30
    assert found == []
