"""Every wrong file of the corpus: the whole report, word by word, and nothing written."""

import contextlib
import io
import json
import os

import pytest

from tests.robustness.bases import with_data
from tests.robustness.corpus import entries, renew
from tests.robustness.fuzz import outcome
from tests.robustness.inputs import Input, indented

ENTRIES = entries()


def said_of(wrong, folder):
    """The exit code and the report; files are written to `folder`, which is the working one."""
    files = {"tiny.yaml": indented("scenario")}
    if wrong.kind in ("volumes", "people", "log"):
        files |= {"data.csv": wrong.content, "it.yaml": json.dumps(with_data(wrong.kind, "data.csv")).encode()}
    elif wrong.kind == "set":
        files["it.yaml"] = files["tiny.yaml"]
    else:
        files["it.yaml"] = wrong.content
    for name, content in files.items():
        (folder / name).write_bytes(content)
    err = io.StringIO()
    with contextlib.redirect_stderr(err):
        code = outcome(Input(wrong.kind, text=wrong.text if wrong.kind == "set" else ""))
    assert sorted(path.name for path in folder.iterdir()) == sorted(files)
    return code, err.getvalue().rstrip("\n")


@pytest.mark.parametrize("wrong", ENTRIES, ids=[f"{one.kind}: {one.name}" for one in ENTRIES])
def test_what_is_said(wrong, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said_of(wrong, tmp_path) == (3, wrong.says)


def test_there_are_enough_and_none_twice():
    assert len({(one.kind, one.text) for one in ENTRIES}) == len(ENTRIES) >= 80
    assert len({(one.kind, one.name) for one in ENTRIES}) == len(ENTRIES)


@pytest.mark.skipif("PODSIM_RENEW" not in os.environ, reason="PODSIM_RENEW=1 writes the corpus again")
def test_renew(tmp_path, monkeypatch):
    said = {}
    for number, wrong in enumerate(ENTRIES):
        (folder := tmp_path / str(number)).mkdir()
        monkeypatch.chdir(folder)
        said[wrong.kind, wrong.name] = said_of(wrong, folder)[1]
    renew(said)
