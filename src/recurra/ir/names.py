"""The names that equations give their values, read from the function's syntax tree."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Assignment:
    """`name = ...` in a cell's body, with its first and last line in the file."""

    name: str
    first: int
    last: int


def assignments(function: Callable[..., Any]) -> tuple[Assignment, ...]:
    """The plain assignments of a function's own body; none where there is no source."""
    tree, offset = _tree(function)
    if tree is None:
        return ()
    return tuple(
        Assignment(s.targets[0].id, s.lineno + offset, (s.end_lineno or s.lineno) + offset)
        for s in tree.body
        if isinstance(s, ast.Assign) and isinstance(s.targets[0], ast.Name)
    )


def used_names(function: Callable[..., Any]) -> frozenset[str] | None:
    """The names that a function's body reads; None where there is no source."""
    tree, _ = _tree(function)
    if tree is None:
        return None
    return frozenset(n.id for s in tree.body for n in ast.walk(s) if isinstance(n, ast.Name))


def written_members(function: Callable[..., Any]) -> frozenset[str] | None:
    """The parameters and members of families that a function's body names, `b`, `W.i`.

    None where there is no source, or where it names them by an expression, `W[k]`.
    """
    tree, _ = _tree(function)
    if tree is None:
        return None
    nodes = [n for s in tree.body for n in ast.walk(s)]
    if any(isinstance(n, ast.Subscript) for n in nodes):
        return None
    owners = {id(n.value) for n in nodes if isinstance(n, ast.Attribute)}
    named = [n for n in nodes if isinstance(n, ast.Attribute | ast.Name) and id(n) not in owners]
    return frozenset(ast.unparse(n) for n in named)


def equations(function: Callable[..., Any]) -> str:
    """The body of a cell as written, without its documentation and the checks of its options;
    empty where there is no source."""
    tree, _ = _tree(function)
    if tree is None:
        return ""
    lines, _ = inspect.getsourcelines(function)
    kept = [s for s in tree.body if not _is_aside(s)]
    text = [line for s in kept for line in lines[s.lineno - 1 : s.end_lineno]]
    return textwrap.dedent("".join(text)).rstrip()


def _is_aside(statement: ast.stmt) -> bool:
    """Documentation, or a check that can only raise."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.If) and all(isinstance(s, ast.Raise) for s in statement.body)


def _tree(function: Callable[..., Any]) -> tuple[ast.FunctionDef | None, int]:
    try:
        lines, start = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines))).body[0]
    except (OSError, TypeError, SyntaxError, IndexError):
        return None, 0
    return (tree, start - 1) if isinstance(tree, ast.FunctionDef) else (None, 0)
