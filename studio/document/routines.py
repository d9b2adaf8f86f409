"""Functions on plain numbers and memory, written down as WebAssembly instead of run.

As with `lanes`: Python that is run once leaves its steps behind, and those are compiled. Here they
may branch, repeat, call each other and write to memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, TypeAlias

# i32: a whole number, an address, or yes (1) and no (0). f32x4 and i16x8 are both a v128.
Kind: TypeAlias = Literal["i32", "i64", "f32", "f64", "f32x4", "i16x8", "i32x4", "i8x16"]
Operand: TypeAlias = "Number | float"

_WHOLE = ("i32", "i64", "i32x4", "i16x8", "i8x16")
_LANES = {"f32x4": 4, "i32x4": 4, "i16x8": 8, "i8x16": 16}


class Routine:
    """One function in the making; parameters and what it gives by kind, None for nothing."""

    def __init__(self, name: str, *kinds: Kind, gives: Kind | None = None) -> None:
        self.name = name
        self.gives = gives
        self.kinds = kinds
        self._lines: list[str] = []
        self._locals: list[Kind] = []
        self.parameters = tuple(
            Number(self, kind, f"(local.get $p{index})") for index, kind in enumerate(kinds)
        )

    @property
    def text(self) -> str:
        """It, in WebAssembly's text, exported under its name."""
        parameters = "".join(f" (param $p{i} {_held(kind)})" for i, kind in enumerate(self.kinds))
        result = f" (result {_held(self.gives)})" if self.gives else ""
        places = "".join(f" (local $v{i} {_held(kind)})" for i, kind in enumerate(self._locals))
        head = f'(func ${self.name} (export "{self.name}"){parameters}{result}{places}'
        return "\n".join((head, *self._lines, ")"))

    def step(self, operation: str, kind: Kind, *operands: Number) -> Number:
        """What an operation gives now, whatever becomes of its operands."""
        return self.kept(kind, f"({' '.join((operation, *(one.text for one in operands)))})")

    def kept(self, kind: Kind, text: str) -> Number:
        """The value of an expression at this point."""
        self._locals.append(kind)
        place = f"$v{len(self._locals) - 1}"
        self._lines.append(f"(local.set {place} {text})")
        return Number(self, kind, f"(local.get {place})")

    def number(self, kind: Kind, value: float) -> Number:
        """A constant, the same in all lanes."""
        shown = str(int(value)) if kind in _WHOLE else repr(float(value))
        if kind in _LANES:
            return Number(self, kind, f"(v128.const {kind}{f' {shown}' * _LANES[kind]})")
        return Number(self, kind, f"({kind}.const {shown})")

    def lanes(self, *values: float) -> Number:
        """Four constants side by side."""
        shown = " ".join(repr(float(one)) for one in values)
        return Number(self, "f32x4", f"(v128.const f32x4 {shown})")

    def variable(self, first: Number) -> Number:
        """A number that is to be `set` again."""
        return self.kept(first.kind, first.text)

    def load(self, kind: Kind, address: Number | int, offset: int = 0) -> Number:
        """What memory holds."""
        at = address if isinstance(address, Number) else self.number("i32", address)
        return self.kept(kind, f"({_held(kind)}.load offset={offset} {at.text})")

    def store(self, address: Number | int, value: Number, offset: int = 0) -> None:
        """Write to memory."""
        at = address if isinstance(address, Number) else self.number("i32", address)
        self.do(f"({_held(value.kind)}.store offset={offset} {at.text} {value.text})")

    def call(self, routine: Routine, *operands: Number) -> None:
        """Run another function, which gives nothing."""
        self.do(f"(call ${routine.name} {' '.join(one.text for one in operands)})")

    def ask(self, routine: Routine, *operands: Number) -> Number:
        """What another function gives."""
        assert routine.gives
        return self.step(f"call ${routine.name}", routine.gives, *operands)

    def do(self, text: str) -> None:
        """An instruction that gives nothing."""
        self._lines.append(text)

    @contextmanager
    def when(self, condition: Number) -> Iterator[None]:
        """What is written inside is done only if it is so."""
        self.do(f"(if {condition.text} (then")
        yield
        self.do("))")

    @contextmanager
    def repeat_while(self, condition: Callable[[], Number]) -> Iterator[None]:
        """What is written inside is done again and again, as long as it is so."""
        self.do("(block (loop")
        self.do(f"(br_if 1 (i32.eqz {condition().text}))")
        yield
        self.do("(br 0)))")

    def leave_when(self, condition: Number) -> None:
        """Be done with the function, which gives nothing, if it is so."""
        self.do(f"(if {condition.text} (then (return)))")


class Number:
    """A value of a routine, or four or more side by side."""

    def __init__(self, routine: Routine, kind: Kind, text: str) -> None:
        self.routine = routine
        self.kind = kind
        self.text = text

    def __add__(self, other: Operand) -> Number:
        return self._with("add", other)

    def __sub__(self, other: Operand) -> Number:
        return self._with("sub", other)

    def __mul__(self, other: Operand) -> Number:
        return self._with("mul", other)

    def __truediv__(self, other: Operand) -> Number:
        return self._with("div", other)

    def __and__(self, other: Operand) -> Number:
        return self._with("and", other)

    def __or__(self, other: Operand) -> Number:
        return self._with("or", other)

    def __lshift__(self, bits: int) -> Number:
        return self._moved("shl", bits)

    def __rshift__(self, bits: int) -> Number:
        return self._moved("shr_s", bits)

    def __lt__(self, other: Operand) -> Number:
        return self._compared("lt", other)

    def __gt__(self, other: Operand) -> Number:
        return self._compared("gt", other)

    def __le__(self, other: Operand) -> Number:
        return self._compared("le", other)

    def __ge__(self, other: Operand) -> Number:
        return self._compared("ge", other)

    def is_before(self, other: Number) -> Number:
        """Whether it is less, of two addresses: those beyond 2 GiB are not negative."""
        return self.routine.step("i32.lt_u", "i32", self, other)

    def set(self, value: Number) -> None:
        """Let a variable be another value from here on."""
        self.routine.do(f"{self.text.replace('local.get', 'local.set')[:-1]} {value.text})")

    def times_plus(self, factor: Operand, more: Operand) -> Number:
        """It times a factor, plus more: in one instruction where the processor has it."""
        operands = self, self._like(factor), self._like(more)
        return self.routine.step(f"{self.kind}.relaxed_madd", self.kind, *operands)

    def plus_times(self, factor: Operand, other: Operand) -> Number:
        """It plus a product."""
        return self._like(factor).times_plus(other, self)

    def is_same(self, other: Operand) -> Number:
        """Whether both are equal."""
        return self.routine.step(f"{self.kind}.eq", "i32", self, self._like(other))

    def least_with(self, other: Operand) -> Number:
        """The smaller of both."""
        return self._chosen("min", "pmin", "lt_s", other)

    def greatest_with(self, other: Operand) -> Number:
        """The greater of both."""
        return self._chosen("max", "pmax", "gt_s", other)

    def one(self, operation: str, kind: Kind | None = None) -> Number:
        """What an operation on it alone gives: sqrt, floor, ceil, nearest, splat and so on."""
        return self.routine.step(f"{operation}", kind or self.kind, self)

    def root(self) -> Number:
        """The square root."""
        return self.one(f"{self.kind}.sqrt")

    def floor(self) -> Number:
        """The next whole number below."""
        return self.one(f"{self.kind}.floor")

    def ceil(self) -> Number:
        """The next whole number above."""
        return self.one(f"{self.kind}.ceil")

    def nearest(self) -> Number:
        """The nearest whole number, the even one of two."""
        return self.one(f"{self.kind}.nearest")

    def whole(self) -> Number:
        """As i32, cut towards 0."""
        return self.one(f"i32.trunc_sat_{self.kind}_s", "i32")

    def single(self) -> Number:
        """As f32."""
        how = "f32.demote_f64" if self.kind == "f64" else "f32.convert_i32_s"
        return self.one(how, "f32")

    def double(self) -> Number:
        """As f64."""
        how = "f64.promote_f32" if self.kind == "f32" else "f64.convert_i32_s"
        return self.one(how, "f64")

    def everywhere(self) -> Number:
        """In all lanes."""
        return self.one("f32x4.splat", "f32x4")

    def viewed(self, kind: Kind) -> Number:
        """The same bits, taken for lanes of another kind."""
        return Number(self.routine, kind, self.text)

    def _like(self, other: Operand) -> Number:
        return other if isinstance(other, Number) else self.routine.number(self.kind, other)

    def _with(self, operation: str, other: Operand) -> Number:
        family = "v128" if operation in {"and", "or"} and self.kind in _LANES else self.kind
        return self.routine.step(f"{family}.{operation}", self.kind, self, self._like(other))

    def _moved(self, operation: str, bits: int) -> Number:
        by = self.routine.number("i64" if self.kind == "i64" else "i32", bits)
        return self.routine.step(f"{self.kind}.{operation}", self.kind, self, by)

    def _compared(self, how: str, other: Operand) -> Number:
        operation = f"{self.kind}.{how}{'_s' if self.kind == 'i32' else ''}"
        kind: Kind = self.kind if self.kind in _LANES else "i32"
        return self.routine.step(operation, kind, self, self._like(other))

    def _chosen(self, scalar: str, lanes: str, whole: str, other: Operand) -> Number:
        second = self._like(other)
        if self.kind == "i32":
            test = self.routine.step(f"i32.{whole}", "i32", self, second)
            return self.routine.step("select", "i32", self, second, test)
        operation = lanes if self.kind in _LANES else scalar
        return self.routine.step(f"{self.kind}.{operation}", self.kind, self, second)


def module_of(*routines: Routine, pages: int) -> str:
    """A module of functions and a memory of so many pages of 64 KiB, which may grow."""
    functions = "\n".join(one.text for one in routines)
    return f'(module (memory (export "memory") {pages}) {functions})'


def _held(kind: Kind) -> str:
    return "v128" if kind in _LANES else kind
