"""The module runs what machine code runs, and gives the same rows and measures, without anything of its host."""

from queue import SimpleQueue

import numpy as np
import pytest
import wasmtime

from sim.comparison.sampling import Sampler
from sim.comparison.usual import prepare_today
from sim.core import scratch
from sim.scenario import changed, load_scenario, shipped_scenarios
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from tests.unit.comparison.made import tiny
from tests.webassembly.host import PAGE, Host, in_webassembly

MOST_BYTES = 300 * 1024  # of the module
# Of measures, relative: exp is within 0.52 units in the last place here as well as in the system, not always the same.
AGREES = 1e-11
LARGE = ("services_3000",)  # minutes, and no function that the others lack
ROWS = ("contacts", "people", "segments")


@pytest.fixture(scope="session")
def host(module):
    return Host(module)


def sampled(scenario, replications=2):
    prepared = prepare_today(scenario, DEFAULT_COLUMNS)
    sampler = Sampler(prepared, seed=scenario.seed, engine="core", threads=1, keep=True, detail=False, by_channel=True)
    sampler.extend_to(replications)
    return sampler


def assert_equal(native, other):
    for one, same in zip(native.records, other.records, strict=True):
        for name in ROWS:
            assert getattr(one, name).tobytes() == getattr(same, name).tobytes(), name
    for column, measures in native.samples.items():
        for name, values in measures.items():
            assert np.allclose(values, other.samples[column][name], rtol=AGREES, atol=0.0, equal_nan=True), (
                column,
                name,
            )


def test_it_imports_nothing_and_is_small(module):
    engine = wasmtime.Engine()
    assert list(wasmtime.Module(engine, module.wasm).imports) == []
    assert len(module.wasm) <= MOST_BYTES


def test_a_small_desk_is_equal_and_runs_in_the_module_alone(host):
    native = sampled(tiny())
    before = dict(host.calls)
    with in_webassembly(host):
        same = sampled(tiny())
    assert_equal(native, same)
    assert {name for name in host.calls if host.calls[name] > before.get(name, 0)} >= {
        "sim.core.loop.simulate",
        "sim.demand.compiled_tape.draw_work",
        "sim.measures.replication.measure_cases",
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in shipped_scenarios() if "/" not in name and name not in LARGE])
def test_shipped_scenarios_are_equal(host, name):
    native = sampled(load_scenario(name), replications=1)
    with in_webassembly(host):
        same = sampled(load_scenario(name), replications=1)
    assert_equal(native, same)


def test_tables_that_are_too_short_grow(host, monkeypatch):
    monkeypatch.setattr(scratch, "_IDLE", SimpleQueue())
    monkeypatch.setattr("sim.core.tables.FIRST_ROWS", 4)
    before = host.calls.get("sim.core.loop.simulate", 0)
    with in_webassembly(host):
        same = sampled(tiny(), replications=1)
    assert host.calls["sim.core.loop.simulate"] - before > len(DEFAULT_COLUMNS)
    assert_equal(sampled(tiny(), replications=1), same)


def test_without_memory_it_stops_and_goes_on_with_less(module, monkeypatch):
    host, native = Host(module, most_bytes=64 * PAGE), sampled(tiny())
    with in_webassembly(host):
        with pytest.raises(wasmtime.WasmtimeError):
            sampled(changed(tiny(), {"demand.volume_factor": 100.0}))
        monkeypatch.setattr(scratch, "_IDLE", SimpleQueue())  # else the tables are as long as that
        assert_equal(native, sampled(tiny()))
