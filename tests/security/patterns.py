"""Every regular expression of the program, and texts that make a careless one take for ever.

A pattern backtracks where one of its repetitions can be matched in several ways and what follows
it then fails. So each text is built from the pattern itself: what leads to a repetition, what it
repeats many times over, and something that cannot follow (the attack strings of Weideman et al.,
"Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers", 2016).
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from re import _constants as code  # type: ignore[attr-defined]  # no public door to parsed patterns
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from types import ModuleType
from typing import Any, Final

import bot
import handlers
import summarizer

# What ends a text, so that what was repeated has to be given back: a rare sign, a line end, a word.
_ENDS: Final = ("\x01", "\n\x01", "!", "x")
# Above so many, "up to N times" is as good as without end.
_MANY: Final = 20
_REPEATS: Final = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
_AT_ONE_PLACE: Final = frozenset({"match", "fullmatch"})
_ANYWHERE: Final = frozenset({"search", "fullmatch"})
Tree = Iterable[Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attack:
    """A text in the making: `pump` stands in it as often as one likes."""

    prefix: str
    pump: str
    suffix: str

    def text(self, length: int) -> str:
        return self.prefix + self.pump * (length // len(self.pump)) + self.suffix


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """A pattern, and the ways in which its module asks for a match ("search", "fullmatch"…)."""

    pattern: re.Pattern[Any]
    ways: frozenset[str]

    def run(self, text: str) -> None:
        """Look for it in a text, in each of those ways."""
        given = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        for way in self.ways:
            if way in _AT_ONE_PLACE:
                getattr(self.pattern, way)(given)
            else:
                for _ in self.pattern.finditer(given):
                    pass


def patterns() -> dict[str, Used]:
    """All patterns that the modules of the program hold or write where they use them, by place."""
    found: dict[str, Used] = {}
    for module in _modules():
        source = inspect.getsource(module)
        found |= _held_by(module, source) | _written_in(source, module.__name__)
    return found


def attacks(pattern: re.Pattern[Any]) -> tuple[Attack, ...]:
    """The texts for each of a pattern's repetitions, and for several side by side."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    found = {
        (prefix, pump, end)
        for prefix, pump in _pumps(tree, "")
        for end in _ENDS
        for prefix in ("", prefix)
        if pump
    }
    return tuple(Attack(prefix=a, pump=b, suffix=c) for a, b, c in sorted(found))


def _held_by(module: ModuleType, source: str) -> dict[str, Used]:
    """Those behind a module's own names, or that a function of its own keeps."""
    found = {}
    for name, value in vars(module).items():
        own = re.search(rf"^(?:def )?{re.escape(name)}\b", source, re.MULTILINE)
        ways = frozenset(re.findall(rf"\b{re.escape(name)}(?:\(\))?\.(\w+)\(", source))
        for place, pattern in _patterns_in(value) if own else ():
            used = ways if ways and not place else _ANYWHERE
            found[f"{module.__name__}.{name}{place}"] = Used(pattern=pattern, ways=used)
    return found


def _written_in(source: str, module: str) -> dict[str, Used]:
    """Those that stand in a call: re.sub("…", …)."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        first = node.args[0] if node.args else None
        if of_re and node.func.attr != "compile" and isinstance(first, ast.Constant):
            used = Used(pattern=re.compile(first.value), ways=frozenset({node.func.attr}))
            found[f"{module}:{first.value!s}"] = used
    return found


def _modules() -> Iterator[ModuleType]:
    for package in (bot, handlers, summarizer):
        yield package
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            module = pkgutil.resolve_name(info.name)
            if isinstance(module, ModuleType):
                yield module


def _patterns_in(value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """A pattern, what a function without arguments keeps, or those in a list or table."""
    if isinstance(value, re.Pattern):
        yield "", value
    elif callable(value) and hasattr(value, "cache_info"):
        signature = inspect.signature(value)
        if "Pattern" in str(signature.return_annotation) and not signature.parameters:
            yield "", value()
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            held = getattr(value, part.name)
            yield from ((f".{part.name}{place}", each) for place, each in _patterns_in(held))
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from ((f"[{key}]{place}", each) for place, each in _patterns_in(held))
    elif isinstance(value, list | tuple | frozenset):
        for number, held in enumerate(value):
            yield from ((f"[{number}]{place}", each) for place, each in _patterns_in(held))


def _pumps(tree: Tree, prefix: str) -> Iterator[tuple[str, str]]:
    """(what leads there, what is repeated) for each repetition in a parsed pattern."""
    for kind, argument in tree:
        if kind in _REPEATS:
            _, most, inner = argument
            if most > _MANY:
                for sample in _samples(inner):
                    yield prefix, sample
            yield from _pumps(inner, prefix)
        else:
            for inner in _branches(kind, argument):
                yield from _pumps(inner, prefix)
        prefix += _sample([(kind, argument)])


def _samples(tree: Tree) -> Iterator[str]:
    """Short texts that a part of a pattern matches: its usual one, and each of its choices."""
    parts = list(tree)
    yield _sample(parts)
    for kind, argument in parts:
        if kind is code.IN:
            yield from (_of_set([item]) for item in argument)
        for inner in _branches(kind, argument):
            yield from _samples(inner)


def _sample(tree: Tree) -> str:
    return "".join(_of_one(kind, argument) for kind, argument in tree)


def _of_one(kind: Any, argument: Any) -> str:
    if kind is code.LITERAL:
        return chr(argument)
    if kind is code.NOT_LITERAL:
        return "a" if argument != ord("a") else "b"
    if kind is code.ANY:
        return "a"
    if kind is code.IN:
        return _of_set(argument)
    if kind in _REPEATS:
        least, _, inner = argument
        return _sample(inner) * min(max(int(least), 1), 3)
    branches = _branches(kind, argument)
    looks = kind in {code.ASSERT, code.ASSERT_NOT}
    return _sample(branches[0]) if branches and not looks else ""


def _branches(kind: Any, argument: Any) -> list[Any]:
    """The patterns inside one part."""
    if kind is code.SUBPATTERN:
        return [argument[-1]]
    if kind is code.BRANCH:
        return list(argument[1])
    if kind is code.ATOMIC_GROUP:
        return [argument]
    if kind in {code.ASSERT, code.ASSERT_NOT}:
        return [argument[1]]
    if kind is code.GROUPREF_EXISTS:
        return [each for each in argument[1:] if each is not None]
    return [argument[2]] if kind in _REPEATS else []


_CLASSES: Final = {
    code.CATEGORY_DIGIT: "7",
    code.CATEGORY_NOT_DIGIT: "a",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_NOT_SPACE: "a",
    code.CATEGORY_WORD: "a",
    code.CATEGORY_NOT_WORD: "-",
}
_USUAL: Final = "a 7-.Aя\n<&/,;:\"'x"


def _of_set(items: Tree) -> str:
    """A character of a set; of a negated one, the first usual one that is not excluded."""
    kept = [item for item in items if item[0] is not code.NEGATE]
    if len(kept) < len(list(items)):
        return next((char for char in _USUAL if not any(map(_holds(char), kept))), "")
    kind, argument = kept[0]
    if kind is code.CATEGORY:
        return str(_CLASSES[argument])
    return chr(argument[0] if kind is code.RANGE else argument)


def _holds(char: str) -> Any:
    def test(item: Any) -> bool:
        kind, argument = item
        if kind is code.RANGE:
            return bool(argument[0] <= ord(char) <= argument[1])
        if kind is code.CATEGORY:
            sets = {"7": r"\d", "a": r"[^\s\d]", " ": r"\s", "-": r"\W"}
            return bool(re.fullmatch(sets[_CLASSES[argument]], char))
        return bool(argument == ord(char))

    return test
