"""Doors are alike: what a service refuses is shown by `common.doors`, and no view has a try of its own. Who may not is
said by policies, and by nothing else."""

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


def test_who_may_not_is_said_by_policies_alone() -> None:
    """A service hands on the refusal of a policy; it makes none about who somebody is."""
    services = [
        path
        for app in APPS
        for path in [*(ROOT / app).glob("services.py"), *(ROOT / app / "services").glob("*.py")]
    ]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in services
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"NotAllowed", "SomeoneElse"}
    ]
    assert len(services) > 30
    assert found == []
