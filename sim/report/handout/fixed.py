"""Office files with the same bytes for the same content: no dates, of theirs or of what is packed inside them."""

from __future__ import annotations

import io
import re
import zipfile

DATE = (1980, 1, 1, 0, 0, 0)  # the first one that a zip archive can say
WRITTEN = b"2000-01-01T00:00:00Z"
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def fixed(content: bytes) -> bytes:
    """An office file with every date set to one and the same, also in workbooks inside it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name.endswith(".xlsx"):
                part = fixed(part)
            elif name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>" + WRITTEN + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, part)
    return buffer.getvalue()
