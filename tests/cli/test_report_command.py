"""`podsim report`: a file beside the folder, and what is refused."""

import importlib.util

import pytest

pytestmark = pytest.mark.slow

pytest.importorskip("pptx")
pytest.importorskip("xlsxwriter")


@pytest.fixture
def folder(podsim):
    ended = podsim("compare", "tiny.yaml", "--replications", 2, "--quiet", "--quick")
    return ended.out.splitlines()[-1].removeprefix("Results: ")


def test_a_file_beside_the_folder_and_the_same_again(podsim, workplace, folder):
    for form in ("pptx", "xlsx"):
        ended = podsim("report", folder, "--as", form)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith(f"{folder}.{form}: ")
        before = (workplace / f"{folder}.{form}").read_bytes()
        assert podsim("report", f"{folder}/", "--as", form).code == 0
        assert (workplace / f"{folder}.{form}").read_bytes() == before


def test_what_somebody_changed_is_not_written_over(podsim, workplace, folder):
    (workplace / f"{folder}.pptx").write_bytes(b"notes of my own")
    ended = podsim("report", folder, "--as", "pptx")
    assert (ended.code, ended.out) == (2, "")
    assert "is there already with other content; name another with --to" in ended.err
    assert (workplace / f"{folder}.pptx").read_bytes() == b"notes of my own"
    assert podsim("report", folder, "--as", "pptx", "--to", "board/deck.pptx").code == 0
    assert (workplace / "board" / "deck.pptx").stat().st_size > 20_000


def test_a_file_that_cannot_be_written_is_no_bug(podsim, folder, monkeypatch):
    monkeypatch.setattr("pathlib.Path.write_bytes", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    ended = podsim("report", folder, "--as", "xlsx", "--to", "full.xlsx")
    assert (ended.code, ended.out) == (2, "")
    assert "full.xlsx cannot be written: No space left" in ended.err


def test_bad_folders_end_with_3(podsim, workplace, folder):
    ended = podsim("report", "results/nowhere", "--as", "pptx")
    assert (ended.code, ended.out) == (3, "")
    assert "no such folder" in ended.err
    (workplace / folder / "differences.csv").write_text("first\n")
    ended = podsim("report", folder, "--as", "xlsx")
    assert ended.code == 3
    assert f"{folder}/differences.csv" in ended.err


def test_a_missing_extra_is_named_with_what_installs_it(podsim, folder, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr("sim.report.handout.formats.find_spec", lambda name: None if name == "pptx" else real(name))
    ended = podsim("report", folder, "--as", "pptx")
    assert (ended.code, ended.out) == (3, "")
    assert "pip install 'podsim[handout]'" in ended.err
