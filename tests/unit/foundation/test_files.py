"""Nothing strange is read, and nothing half-written is taken for whole."""

import os
import stat

import pytest

from sim.foundation.files import keep_sealed, sealed, whole_file, written_aside

posix = pytest.mark.skipif(os.name != "posix", reason="pipes and permissions of POSIX")


def alone(folder, name):
    """Whether a file is all there is in its folder: nothing is left beside it."""
    return [path.name for path in folder.iterdir()] == [name]


def test_a_file_is_read_up_to_its_bound(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    assert whole_file(file, 5) == b"12345"
    with pytest.raises(OSError, match="it is too large: 5 bytes, at most 4"):
        whole_file(file, 4)
    with pytest.raises(FileNotFoundError):
        whole_file(tmp_path / "other", 4)
    with pytest.raises(IsADirectoryError):
        whole_file(tmp_path, 4)


@posix
def test_pipes_and_devices_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path / "link"):
        if path.name == "link":
            path.symlink_to("/dev/zero")
        with pytest.raises(OSError, match="it is a pipe or a device, not a file"):
            whole_file(path, 4)


@posix
@pytest.mark.parametrize("mask", [0o022, 0o027, 0o077])
def test_a_new_file_is_as_open_as_others_and_an_old_one_as_before(tmp_path, mask):
    file, before = tmp_path / "deep" / "file.txt", os.umask(mask)
    try:
        with written_aside(file) as aside:
            aside.write_text("one")
        assert stat.S_IMODE(file.stat().st_mode) == 0o666 & ~mask
        file.chmod(0o640)
        with written_aside(file) as aside:
            aside.write_text("two")
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
    finally:
        os.umask(before)
    assert file.read_text() == "two"
    assert alone(file.parent, file.name)


def test_what_fails_leaves_the_file_as_it_was(tmp_path):
    file = tmp_path / "file"
    file.write_text("before")

    def interrupted():
        with written_aside(file) as aside:
            aside.write_text("hal")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert file.read_text() == "before"
    assert alone(tmp_path, "file")


def test_two_who_write_the_same_file_do_not_meet(tmp_path):
    file = tmp_path / "file"
    with written_aside(file) as one, written_aside(file) as other:
        one.write_text("one")
        other.write_text("other")
    assert file.read_text() == "one"  # the last to end
    assert alone(tmp_path, "file")


def test_a_new_file_takes_no_place_that_is_taken(tmp_path):
    file = tmp_path / "file"

    def too_late():
        with written_aside(file, new=True) as aside:
            aside.write_text("mine")
            file.write_text("theirs")

    with pytest.raises(FileExistsError):
        too_late()
    assert file.read_text() == "theirs"
    assert alone(tmp_path, "file")


@pytest.mark.parametrize(
    "damage",
    [bytes, lambda c: c[:64], lambda c: c[:-1], lambda c: c + b"x", lambda c: c[:-1] + b"X", lambda c: b"x" * len(c)],
    ids=["empty", "no content", "cut off", "longer", "altered", "something else"],
)
def test_what_was_altered_is_not_as_it_was_written(tmp_path, damage):
    file = tmp_path / "kept"
    assert sealed(file) is None
    keep_sealed(file, b"content")
    assert sealed(file) == b"content"
    file.write_bytes(damage(file.read_bytes()) if damage is not bytes else b"")
    assert sealed(file) is None
