"""What a wheel says of the project's own pages, to readers who have no clone beside them.

PODSIM_SITE is the address under which `make site` is published. With it, links and pictures of the README lead there,
and the metadata names it. Without it no address is invented: a link is its words, a picture what it shows in words.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

CODE = {".py": "python", ".yaml": "yaml", ".c": "c", ".cff": "yaml"}  # a page of the site each
_QUOTED = re.compile(r"^ *(`{3,})\w*$.*?^ *\1$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)#\s:]+)(#[^)]*)?\)")


def links(text: str) -> Iterator[re.Match[str]]:
    """Links and pictures of a page to files of this project: groups `!` or "", words, path, anchor or None."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    for found in _LINK.finditer(text):
        if not any(start <= found.start() < end for start, end in quoted):
            yield found


def page_address(path: str) -> str:
    """Where the site shows a file of this project, relative to its start."""
    folder, name = posixpath.split(path)
    stem, suffix = posixpath.splitext(name)
    if suffix == ".md":
        name = ("index" if stem == "README" else stem) + ".html"
    elif suffix in CODE:
        name += ".html"
    return posixpath.join(folder, name)


def described(readme: str, site: str) -> str:
    """The README for whoever has nothing but the wheel. site: address without a slash at its end, or ""."""
    out, last = [], 0
    for found in links(readme):
        picture, words, path, anchor = found.groups(default="")
        if site:
            shown = f"{picture}[{words}]({site}/{page_address(path)}{anchor})"
        else:
            shown = f"*Picture: {words}.*" if picture else words
        out += [readme[last : found.start()], shown]
        last = found.end()
    return "".join([*out, readme[last:]])


class Pages(MetadataHookInterface):
    """Fills `readme`, and `urls` where an address is known."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Raises ValueError for a PODSIM_SITE that is no address."""
        site = os.environ.get("PODSIM_SITE", "").rstrip("/")
        if site and not site.startswith(("https://", "http://")):
            raise ValueError(f"PODSIM_SITE: {site!r}; an address that begins with https:// is needed, or none")
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": described(text, site)}
        if site:
            pages = {"Homepage": "README.md", "Documentation": "docs/index.md", "Changelog": "CHANGELOG.md"}
            metadata["urls"] = {name: f"{site}/{page_address(path)}" for name, path in pages.items()}
