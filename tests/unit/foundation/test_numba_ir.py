"""How Numba calls functions: where a version of it changes that, a test here fails and says what."""

from typing import NamedTuple

import llvmlite.binding as llvm
import numpy as np
import pytest
from numba.core.registry import cpu_target

from sim.foundation import machine_code, words
from sim.foundation.numba_ir import extracted, joined, numba_type

RECORD = np.dtype([("count", "i4"), ("minutes", "f8"), ("done", "?")], align=True)


class Pair(NamedTuple):
    left: np.ndarray
    right: np.ndarray


def run(function, *arguments, entry="tests.function"):
    """Call a function as machine code, as anybody would who knows words alone."""
    found = extracted(function, arguments, entry)
    code = machine_code.Loaded(machine_code.machine_code_of(found.bitcode))
    return code.function(found.entry, found.result)(words.handed_over(arguments)[1])


def test_numba_takes_result_exception_and_the_words_of_arguments():
    arguments = (np.zeros((2, 3)), 1, 2.0, True, Pair(np.zeros(1), np.zeros(1)))
    types = tuple(numba_type(argument) for argument in arguments)
    convention = cpu_target.target_context.call_conv.get_function_type(numba_type(1), types)
    assert str(convention.return_type) == "i32", "Numba's status is no longer 32 bits: see sim.foundation.numba_ir"
    kinds = [str(kind) for kind in convention.args]
    array = ["i8*", "i8*", "i64", "i64", "double*"]
    expected = [*array, *["i64"] * 4, "i64", "double", "i8", *[*array, *["i64"] * 2] * 2]
    assert kinds[0] == "i64*", "Numba no longer passes the place of the result first: see sim.foundation.numba_ir"
    assert kinds[2:] == expected, "Numba takes arguments apart in another way: see sim.foundation.words"


@pytest.mark.parametrize(
    ("function", "arguments", "returned"),
    [
        (lambda a: a + 1, (41,), 42),
        (lambda a: a + 1, (-(2**63),), -(2**63) + 1),
        (lambda a: a, (np.uint64(2**64 - 1),), 2**64 - 1),
        (lambda a, b: a / b, (1.0, 3.0), 1.0 / 3.0),
        (lambda a, b, c: b if a else c, (True, 1.5, 2.5), 1.5),
        (lambda a, b, c: b if a else c, (np.False_, 1.5, 2.5), 2.5),
        (lambda a: a[1, 2] + 10 * a.size + 100 * a.shape[1], (np.arange(6.0).reshape(2, 3),), 5.0 + 60 + 300),
        (lambda a: a[1, 2], (np.asfortranarray(np.arange(6.0).reshape(2, 3)),), 5.0),
        (lambda a: a[1, 2], (np.arange(48.0).reshape(4, 12)[::2, ::3],), 30.0),
        (lambda a: a[-1] + 0, (np.arange(9, dtype=np.int8)[::-4],), 0),
        (lambda a: a[1]["minutes"] / a[0]["count"], (np.array([(2, 2.5, False), (3, 4.5, True)], RECORD),), 2.25),
        (lambda a: a.left[0] - a.right[1], (Pair(np.array([7.0]), np.array([1.0, 2.0])),), 5.0),
    ],
)
def test_every_kind_of_argument_arrives(function, arguments, returned):
    assert run(function, *arguments) == returned == function(*arguments)


def test_indices_that_are_worked_out_do_not_count_from_the_end():
    after = np.arange(9.0)[4:]
    worked_out, written = run(lambda a, i: a[i], after, -1), run(lambda a: a[-1], after)
    assert worked_out == 3.0, "Numba asks elsewhere whether an index counts from the end: see sim.foundation.numba_ir"
    assert written == 8.0
    table = np.arange(40.0).reshape(8, 5)[4:]
    assert run(lambda a, i: a[i, 1] + 100.0 * a[2][i], table, -1) == table[0, 0] - 4.0 + 100.0 * (table[2, 0] - 1.0)


def test_arrays_are_filled_where_they_lie():
    def fill(source, target):
        for i in range(source.size):
            target[i].count = source[i]

    target = np.zeros(3, RECORD)
    assert run(fill, np.arange(3), target) is None
    assert target["count"].tolist() == [0, 1, 2]


def test_a_status_that_is_not_0_is_an_error():
    with pytest.raises(ArithmeticError, match=r"tests\.function stopped"):
        run(lambda a: 1.0 / a, 0.0)


def test_what_is_extracted_names_no_file_and_needs_no_python():
    found = extracted(lambda a: 1.0 / a, (0.0,), "tests.function")
    assert __file__.encode() not in found.bitcode
    module = llvm.parse_bitcode(found.bitcode)
    functions = list(module.functions)
    called = {f.name for f in functions if f.is_declaration}
    assert {name for name in called if not name.startswith("llvm.")} <= {*machine_code.MAY_CALL}
    assert [f.name for f in functions if f.linkage == llvm.Linkage.external and not f.is_declaration] == [found.entry]


def test_several_functions_are_one_module():
    found = [extracted(lambda a, n=n: a + n, (1, n), f"tests.add_{n}") for n in (1, 2)]
    code = machine_code.Loaded(machine_code.machine_code_of(joined(found)))
    assert [code.function(f"tests.add_{n}", "q")(words.handed_over((1, 5))[1]) for n in (1, 2)] == [6, 6]


def test_what_allocates_or_returns_an_array_is_refused():
    with pytest.raises(Exception, match=r"returns array\(float64, 1d, C\)|NRT"):
        extracted(lambda a: np.empty(a), (3,), "tests.function")


def test_what_is_no_number_is_refused():
    with pytest.raises(TypeError, match="str cannot be handed to compiled code"):
        words.handed_over(("text",))
