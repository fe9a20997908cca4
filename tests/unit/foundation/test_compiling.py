import pytest

from sim.foundation import compiling


@pytest.fixture
def fresh(monkeypatch):
    compiling.cache_folder.cache_clear()
    yield monkeypatch
    compiling.cache_folder.cache_clear()


def test_machine_code_goes_where_it_is_told(fresh, tmp_path):
    fresh.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert compiling.cache_folder("demand").parent == tmp_path


def test_a_changed_source_changes_the_folder(fresh, tmp_path):
    (tmp_path / "demand").mkdir()
    (tmp_path / "rules").mkdir()
    fresh.setattr(compiling, "_PACKAGE", tmp_path)

    def folders():
        compiling.cache_folder.cache_clear()
        return compiling.cache_folder("demand"), compiling.cache_folder("core")

    before = folders()
    (tmp_path / "rules" / "service.py").write_text("x = 1")
    after = folders()
    assert after[0] == before[0]  # demand compiles no rules in
    assert after[1] != before[1]
    (tmp_path / "demand" / "draws.py").write_text("x = 1")
    assert not set(folders()) & set(after)


def test_without_a_place_to_write_functions_compile_all_the_same(fresh, tmp_path):
    (tmp_path / "file").write_text("")
    fresh.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))

    def doubled(x):
        return 2 * x

    doubled.__module__ = "sim.demand.example"
    assert compiling.compiled(doubled)(3) == 6
