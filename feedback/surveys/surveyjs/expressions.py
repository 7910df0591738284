"""The expressions of SurveyJS, read into conditions and written.

An unanswered question differs from every value there, and fulfills no comparison here: {q} <> 5 is read as not (q = 5),
and a written != says that the question is answered besides.
"""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from feedback.surveys.conditions import All, Comparison, Condition, Either, Not, Op

DEEPEST, LONGEST = 40, 20_000
TOKEN = re.compile(
    r"""\s*(?:(?P<name>\{[^{}]*\})|(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"""
    r"""|(?P<sign><=|>=|<>|!=|==|&&|\|\||[=<>!()\[\],])|(?P<word>[A-Za-z_]\w*))""",
    re.DOTALL,
)
COMPARED = {
    "=": Op.EQUAL, "==": Op.EQUAL, "equal": Op.EQUAL, "equals": Op.EQUAL, "<": Op.LESS, "less": Op.LESS,
    "<=": Op.AT_MOST, "lessorequal": Op.AT_MOST, ">": Op.MORE, "greater": Op.MORE, ">=": Op.AT_LEAST,
    "greaterorequal": Op.AT_LEAST,
}  # fmt: skip
MIRRORED = {Op.LESS: Op.MORE, Op.AT_MOST: Op.AT_LEAST, Op.MORE: Op.LESS, Op.AT_LEAST: Op.AT_MOST}
DIFFERENT = {"!=", "<>", "notequal", "notequals"}
HAVING = {"contains", "contain"}
LISTED = {"anyof", "allof", "noneof"}
# What the name stands for: "answer" or "fact", our name, and our value for one of theirs.
Known = Callable[[str], tuple[str, str, Callable[[Any], Any], bool] | None]


class UnreadableError(ValueError):
    """The expression says what our conditions cannot."""


def read_expression(text: str, known: Known) -> Condition:
    """Return the condition of an expression; raise UnreadableError."""
    if len(text) > LONGEST:
        raise UnreadableError("too long")
    reader = _Reader(_tokens(text), known)
    found = reader.either(0)
    if reader.kind:
        raise UnreadableError(f"unexpected {reader.token!r}")
    return found


def write_expression(condition: Condition, name: Callable[[str, str], str]) -> str:
    """Return the expression of a condition, `name` being the variable of a source and a name; raise UnreadableError."""
    match condition:
        case All((part,)) | Either((part,)):
            return write_expression(part, name)
        case All(parts) | Either(parts):
            joint = " and " if isinstance(condition, All) else " or "
            return joint.join(_inner(part, name) for part in parts)
        case Not(part):
            return f"!({write_expression(part, name)})"
        case Comparison(source, known, op, value):
            return _comparison(name(source, known), op, value)
    raise TypeError(f"{condition!r} is no condition")


def _inner(condition: Condition, name: Callable[[str, str], str]) -> str:
    text = write_expression(condition, name)
    while isinstance(condition, All | Either) and len(condition.parts) == 1:
        condition = condition.parts[0]
    is_plain = isinstance(condition, Not) or (isinstance(condition, Comparison) and condition.op != Op.NOT_EQUAL)
    return text if is_plain else f"({text})"


def _comparison(variable: str, op: Op, value: Any) -> str:
    match op:
        case Op.ANSWERED:
            return f"{variable} notempty"
        case Op.UNANSWERED:
            return f"{variable} empty"
        case Op.IN:
            return f"{variable} anyof [{', '.join(_literal(one) for one in value)}]"
        case Op.HAS:
            return f"{variable} contains {_literal(value)}"
        case Op.NOT_EQUAL:
            return f"{variable} notempty and {variable} != {_literal(value)}"
    return f"{variable} {op} {_literal(value)}"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    if isinstance(value, float) and not math.isfinite(value):
        raise UnreadableError("no number")
    return repr(value)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise UnreadableError(f"unexpected {text[at : at + 20]!r}")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Reader:
    """or < and < not < comparison, as SurveyJS binds them."""

    def __init__(self, tokens: Sequence[tuple[str, str]], known: Known) -> None:
        self.tokens, self.known, self.at = tokens, known, 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    @property
    def token(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    @property
    def word(self) -> str:
        """Return the token as a sign or a word of the language; "" when it is a name or a value."""
        return self.token.lower() if self.kind in {"sign", "word"} else ""

    def take(self, *wanted: str) -> bool:
        if self.word not in wanted or not self.word:
            return False
        self.at += 1
        return True

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise UnreadableError(f"{sign} is missing")

    def either(self, depth: int) -> Condition:
        parts = [self.all(depth)]
        while self.take("or", "||"):
            parts.append(self.all(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all(self, depth: int) -> Condition:
        parts = [self.single(depth)]
        while self.take("and", "&&"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else _unequal(parts) or All(tuple(parts))

    def single(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise UnreadableError("too deep")
        if self.take("!", "not", "negate"):
            return Not(self.single(depth + 1))
        if self.take("("):
            inner = self.either(depth + 1)
            self.need(")")
            return inner
        return self.compared()

    def compared(self) -> Condition:
        if self.kind == "name":
            return self.about(self.variable())
        value = self.value()
        if (op := COMPARED.get(self.word)) is None and self.word not in DIFFERENT:
            raise UnreadableError("a value alone")
        self.at += 1
        source, name, ours, _many = self.variable()
        found = Comparison(source, name, MIRRORED.get(op, op) if op else Op.EQUAL, ours(value))
        return found if op else Not(found)

    def variable(self) -> tuple[str, str, Callable[[Any], Any], bool]:
        token, kind = self.token, self.kind
        found = self.known(token[1:-1].strip()) if kind == "name" else None
        if found is None:
            raise UnreadableError(f"unknown {token!r}")
        self.at += 1
        return found

    def about(self, variable: tuple[str, str, Callable[[Any], Any], bool]) -> Condition:
        source, name, ours, is_many = variable
        word = self.word
        self.at += bool(word)
        if word in {"empty", "notempty"}:
            return Comparison(source, name, Op.UNANSWERED if word == "empty" else Op.ANSWERED)
        if word in COMPARED or word in DIFFERENT:
            found = Comparison(source, name, COMPARED.get(word, Op.EQUAL), ours(self.value()))
            return Not(found) if word in DIFFERENT else found
        if word in HAVING or word in {"notcontains", "notcontain"}:
            values = self.values() if self.word == "[" else [self.value()]
            having = _all_of(source, name, [ours(one) for one in values])
            return having if word in HAVING else Not(having)
        if word in LISTED:
            values = [ours(one) for one in self.values()]
            if word == "allof":
                return _all_of(source, name, values)
            listed = _any_of(source, name, values, is_many=is_many)
            return listed if word == "anyof" else Not(listed)
        raise UnreadableError(f"unexpected {word!r}")

    def value(self) -> Any:
        kind, token = self.kind, self.token
        self.at += 1
        if kind == "text":
            return re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.DOTALL)
        if kind == "number":
            return _number(token)
        if kind == "word" and token.lower() in {"true", "false"}:
            return token.lower() == "true"
        raise UnreadableError(f"{token!r} is no value")

    def values(self) -> list[Any]:
        self.need("[")
        found: list[Any] = []
        while not self.take("]"):
            if found:
                self.need(",")
            found.append(self.value())
        return found


def _number(token: str) -> int | float:
    try:
        number = float(token) if re.search(r"[.eE]", token) else int(token)
    except (ValueError, OverflowError) as error:
        raise UnreadableError("no number") from error
    if not math.isfinite(number):
        raise UnreadableError("no number")
    return number


def _all_of(source: str, name: str, values: Sequence[Any]) -> Condition:
    if not values:
        raise UnreadableError("an empty list")
    parts = tuple(Comparison(source, name, Op.HAS, one) for one in values)
    return parts[0] if len(parts) == 1 else All(parts)


def _any_of(source: str, name: str, values: list[Any], *, is_many: bool) -> Condition:
    if is_many or not all(isinstance(one, str) for one in values):
        if not values:
            raise UnreadableError("an empty list")
        op = Op.HAS if is_many else Op.EQUAL
        return Either(tuple(Comparison(source, name, op, one) for one in values))
    return Comparison(source, name, Op.IN, values)


def _unequal(parts: Sequence[Condition]) -> Condition | None:
    """Return q != 5 for what it is written as: q is answered and not q = 5."""
    match parts:
        case [
            Comparison(source, name, Op.ANSWERED),
            Not(Comparison(same_source, same_name, Op.EQUAL, value)),
        ] if (source, name) == (same_source, same_name):
            return Comparison(source, name, Op.NOT_EQUAL, value)
    return None
