"""No number of a stage stands bare: a docstring right below it, or below the group of lines it stands in, says what it rests on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scribe_workers import stages

STAGES = Path(stages.__file__).parent


def bare_numbers(source: str) -> Iterator[str]:
    """The names of the numbers at a module's level that no docstring tells of.

    Constants on successive lines are a group: they share the docstring on the line after the last of them.
    """
    group: list[str] = []
    reached = 0
    for statement in ast.parse(source).body:
        adjacent = statement.lineno == reached + 1
        reached = statement.end_lineno or statement.lineno
        if adjacent and _is_docstring(statement):
            group = []
        elif not adjacent:
            yield from group
            group = []
        group += _numbers_in(statement)
    yield from group


def _is_docstring(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _numbers_in(statement: ast.stmt) -> list[str]:
    """The name of the constant that a statement sets, where its value holds a number."""
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=value)
        ):
            parts = ast.walk(value) if value and name.isupper() and not _is_machinery(value) else ()
            return [name] if any(isinstance(p, ast.Constant) and type(p.value) in (int, float) for p in parts) else []
    return []


def _is_machinery(value: ast.expr) -> bool:
    """Whether it makes a stage: the version of a stage is no threshold."""
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Stage"


@pytest.mark.parametrize("module", sorted(STAGES.rglob("*.py")), ids=lambda path: str(path.relative_to(STAGES)))
def test_every_number_says_what_it_rests_on(module: Path) -> None:
    assert list(bare_numbers(module.read_text("utf-8"))) == []


def test_a_bare_number_is_found() -> None:
    assert list(bare_numbers("LEAST = 0.5\n")) == ["LEAST"]
    assert list(bare_numbers('LEAST = 0.5\n\n"""Far below."""\n')) == ["LEAST"]
    assert list(bare_numbers('FIRST = 1\n\nSECOND = -2\n"""Only the second\'s."""\n')) == ["FIRST"]
    assert list(bare_numbers('FIRST = 2 * 60\nSECOND = (0.1, 0.5)\n"""Both."""\nNAMES = ("a",)\n')) == []
