"""Numbers put into a scenario file: everything else stays to the byte."""

import difflib

import pytest

from sim.scenario import ScenarioError, load_scenario
from sim.scenario.files import shipped_folder
from sim.scenario.rewriting import rewrite, rewritten

VOICE, MAIL = "demand.channels.voice.continuation_factor", "demand.channels.mail.misroute_factor"
BLOCKS = """\
# A desk.
name:   desk     # spaces stay
demand:
  channels:
    voice:       # waits
      live: true # yes

    # by letter
    mail: {cases_per_week: 3100}   # (?)
  hidden_share: 0.2
"""


def changed_lines(before, after):
    """(lines taken out, lines put in)."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


def test_a_line_in_a_block_and_an_entry_in_braces():
    after = rewritten(BLOCKS, "x", {VOICE: 0.5, MAIL: 1.25})
    assert changed_lines(BLOCKS, after) == (
        ["    mail: {cases_per_week: 3100}   # (?)"],
        ["      continuation_factor: 0.5", "    mail: {cases_per_week: 3100, misroute_factor: 1.25}   # (?)"],
    )
    assert after.index("continuation_factor") < after.index("# by letter")


def test_a_number_that_stands_there_is_replaced():
    once = rewritten(BLOCKS, "x", {VOICE: 0.5, MAIL: 1.25})
    again = rewritten(once, "x", {VOICE: 0.625, MAIL: 1.5})
    assert again == once.replace("0.5", "0.625").replace("1.25", "1.5")
    assert rewritten(once, "x", {VOICE: 0.5}) == once


@pytest.mark.parametrize("name", ["support_desk", "it_incidents"])
def test_shipped_scenarios_can_be_written(name):
    text = (shipped_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    keys = [f"demand.channels.{channel}.misroute_factor" for channel in load_scenario(name).demand.channels]
    after = rewritten(text, "x", dict.fromkeys([*keys, "people.groups.1.count"], 3))
    out, put_in = changed_lines(text, after)
    assert 0 < len(out) <= len(put_in) <= len(keys) + 1
    assert {line.partition("#")[2] for line in out} <= {line.partition("#")[2] for line in put_in}


def test_a_list_entry():
    text = "people:\n  groups:\n    - function: sales\n      count: 3 # three\n    - {function: legal, count: 2}\n"
    after = rewritten(text, "x", {"people.groups.0.count": 4, "people.groups.1.count": 5})
    assert after == text.replace("3 #", "4 #").replace("2}", "5}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "extends: support_desk\nname: x",
            "extends: support_desk\nname: x\ndemand: {channels: {voice: {continuation_factor: 0.5}}}",
        ),
        (
            "name: x\n\n# the end\n",
            "name: x\ndemand: {channels: {voice: {continuation_factor: 0.5}}}\n\n# the end\n",
        ),
        (
            "name: x\ndemand:\n  channels:\n    voice:   # empty\n    mail: {}\n",
            "name: x\ndemand:\n  channels:\n    voice: {continuation_factor: 0.5}   # empty\n    mail: {}\n",
        ),
        (
            "{name: x, demand: {channels: {voice: {}}}}\n",
            "{name: x, demand: {channels: {voice: {continuation_factor: 0.5}}}}\n",
        ),
        (
            "demand:\n  channels:\n    voice: ~\n",
            "demand:\n  channels:\n    voice: {continuation_factor: 0.5}\n",
        ),
        (
            "demand:\r\n  channels:\r\n    voice:\r\n      live: true\r\nname: x\r\n",
            "demand:\r\n  channels:\r\n    voice:\r\n      live: true\r\n      continuation_factor: 0.5\r\nname: x\r\n",
        ),
        (
            "name: x\nabout: >\n  some\n  words\n",
            "demand: {channels: {voice: {continuation_factor: 0.5}}}\nname: x\nabout: >\n  some\n  words\n",
        ),
    ],
    ids=["no end of line", "comment after", "empty value", "braces", "null", "other line ends", "text of many lines"],
)
def test_wherever_the_setting_is_missing(text, expected):
    assert rewritten(text, "x", {VOICE: 0.5}) == expected


def test_what_cannot_be_changed_alone_is_refused():
    shared = "demand:\n  channels:\n    voice: &same {live: true}\n    mail: *same\n"
    with pytest.raises(ScenarioError, match="put it in by hand"):
        rewritten(shared, "desk.yaml", {MAIL: 0.5})


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    file = tmp_path / "desk.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + BLOCKS.replace("\n", "\r\n").encode())
    file.chmod(0o640)
    seen = []
    rewrite(file, {VOICE: 0.5}, check=lambda aside: seen.append(aside.read_bytes()))
    after = file.read_bytes()
    assert seen == [after]
    assert after.startswith(b"\xef\xbb\xbf# A desk.\r\n")
    assert b"\r\n      continuation_factor: 0.5\r\n" in after
    assert file.stat().st_mode & 0o777 == 0o640

    def refuse(aside):
        raise ScenarioError([])

    with pytest.raises(ScenarioError):
        rewrite(file, {VOICE: 0.75}, check=refuse)
    assert file.read_bytes() == after
    assert [path.name for path in tmp_path.iterdir()] == ["desk.yaml"]


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text(BLOCKS)
    link.symlink_to(real)
    rewrite(link, {VOICE: 0.5})
    assert link.is_symlink()
    assert "continuation_factor: 0.5" in real.read_text()
