"""What is said of machine code that cannot be kept."""

from sim.cli.ending import exit_code_of
from sim.foundation import compiling


def test_a_folder_in_which_nothing_can_be_kept_is_named(monkeypatch, capsys):
    monkeypatch.setattr(compiling, "not_kept", {"/some/folder": "No space left on device"})
    assert exit_code_of(["validate", "support_desk"]) == 0
    said = "Machine code could not be kept in /some/folder (No space left on device): the next run makes it anew.\n"
    assert capsys.readouterr().err.endswith(said)
