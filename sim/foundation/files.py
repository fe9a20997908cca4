"""Files read and written so that nothing strange is read, and nothing half-written is taken for whole."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SEAL = hashlib.sha256().digest_size * 2


def whole_file(path: Path, at_most: int) -> bytes:
    """What a file holds. at_most: bytes.

    Raises OSError with `strerror` in words: what the system says, that it is no file (a pipe may never end, and a
    device is endless), or that it is larger.
    """
    about = os.stat(path)
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file; save its content in a file", os.fspath(path))
    with path.open("rb") as file:
        content = file.read(at_most + 1)
    if len(content) > at_most:
        size = max(about.st_size, len(content))
        raise OSError(errno.EFBIG, f"it is too large: {size:,} bytes, at most {at_most:,}", os.fspath(path))
    return content


@contextmanager
def written_aside(path: Path, new: bool = False) -> Iterator[Path]:
    """A file beside `path`, to be written, which then takes its place at once; where that fails, it goes.

    A file that is there keeps its permissions; a new one is as open as the user's others. Two who write the same file
    do not meet: the last one wins. new: FileExistsError where a file came there meanwhile. Raises OSError.
    """
    real = path.resolve()
    real.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{real.stem[:100]}-", suffix=real.suffix, dir=real.parent)
    os.close(handle)
    aside = Path(name)
    try:
        if real.exists():
            shutil.copymode(real, aside)
        else:
            aside.chmod(0o666 & ~umask())  # mkstemp makes it private
        yield aside
        if new:
            _named(aside, real)
        else:
            os.replace(aside, real)
    finally:
        aside.unlink(missing_ok=True)


def _named(aside: Path, path: Path) -> None:
    """Give a file its name. Raises FileExistsError where the name is taken."""
    try:
        os.link(aside, path)  # fails where the name is taken, which a rename would not
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK) or os.path.lexists(path):
            raise
        os.rename(aside, path)  # no links on this file system


def umask() -> int:
    """What the user takes away from the permissions of new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def keep_sealed(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with a hash by which it is known to be as it was written. Raises OSError."""
    with written_aside(path) as aside:
        aside.write_bytes(hashlib.sha256(content).hexdigest().encode() + content)


def sealed(path: Path) -> bytes | None:
    """What `keep_sealed` wrote; None where there is nothing, or where it was cut off or altered."""
    try:
        found = path.read_bytes()
    except OSError:
        return None
    told, content = found[:_SEAL], found[_SEAL:]
    return content if content and told == hashlib.sha256(content).hexdigest().encode() else None


def only_mine(folder: Path) -> bool:
    """Whether nobody but this user can put files into a folder: what is in it may be run."""
    if not hasattr(os, "getuid"):  # Windows, where such folders lie in the user's own
        return True
    try:
        about = folder.stat()
    except OSError:
        return False
    return about.st_uid == os.getuid() and not about.st_mode & 0o022


def sealed_by_me(path: Path) -> bytes | None:
    """As `sealed`, and nothing from a folder into which others can write."""
    return sealed(path) if only_mine(path.parent) else None
