"""Another rule in place of one of ours: it takes effect, is said, and leaves nothing behind."""

import json

import numpy as np
import pytest

from sim import compare, run
from sim.agents import OrganisationModel
from sim.agents.service import Step
from sim.comparison.modified_rules import all_rules, modified_of
from sim.report.comparison_files import write_comparison
from sim.rules.context import context_after_handoff
from tests.unit.comparison.made import tiny
from tests.unit.report.made_words import told

QUICK = {"replications": 2, "engine": "agents", "formations": ("silos", "pods")}


def nothing_kept(context, kept_share):
    return 0.0


def same_as_ours(context, kept_share):
    return context * kept_share


@pytest.fixture(scope="module")
def plain():
    return compare(tiny(), **QUICK)


def test_a_modified_rule_takes_effect_in_every_column(plain):
    forgotten = compare(tiny(), **QUICK, rules={"context_after_handoff": nothing_kept})
    for column in ("silos", "pods"):
        assert (forgotten.samples[column]["retold_minutes"] > plain.samples[column]["retold_minutes"]).all()
        arrived = [found.samples[column]["cases_arrived"] for found in (plain, forgotten)]
        np.testing.assert_array_equal(*arrived)  # the same customers


def test_nothing_is_left_behind(plain):
    again = compare(tiny(), **QUICK, rules={"context_after_handoff": same_as_ours})
    afterwards = compare(tiny(), **QUICK)
    for found in (again, afterwards):
        for column, sample in plain.samples.items():
            for name, values in sample.items():
                np.testing.assert_array_equal(found.samples[column][name], values)


def test_nothing_is_left_behind_by_a_rule_that_fails(plain):
    def broken(context, kept_share):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        compare(tiny(), **QUICK, rules={"context_after_handoff": broken})
    found = compare(tiny(), **QUICK)
    np.testing.assert_array_equal(found.samples["pods"]["retold_minutes"], plain.samples["pods"]["retold_minutes"])


def test_a_rule_that_another_rule_calls_is_replaced_there_too():
    import sim.agents.dispatch  # noqa: F401
    from sim.rules import hands

    with modified_of({"pickup_minutes": lambda team, last_team, inside, across: 0.0}, (), "agents").in_force():
        assert hands.pickup_minutes(1, 2, 5.0, 5.0) == 0.0
    assert hands.pickup_minutes(1, 2, 5.0, 5.0) == 5.0
    assert context_after_handoff(0.5, 0.5) == 0.25


def test_what_cannot_be_a_rule_is_refused():
    with pytest.raises(KeyError, match="there is no rule 'context_after_handof'"):
        compare(tiny(), **QUICK, rules={"context_after_handof": nothing_kept})
    with pytest.raises(TypeError, match=r"takes \(x\), and must take \(context, kept_share\)"):
        compare(tiny(), **QUICK, rules={"context_after_handoff": lambda x: x})
    with pytest.raises(TypeError, match="is no function"):
        compare(tiny(), **QUICK, rules={"context_after_handoff": 0.5})
    with pytest.raises(ValueError, match="measured over all customers at once"):
        compare(tiny(), **QUICK, rules={"felt_empathy": all_rules()["felt_empathy"]})
    for engine in ("core", "both"):
        with pytest.raises(
            ValueError, match=r"cannot run a modified rule \(context_after_handoff\).*engine=\"agents\""
        ):
            run(tiny(), replications=1, engine=engine, rules={"context_after_handoff": nothing_kept})


def test_it_is_said_everywhere(plain, tmp_path):
    rules = {"context_after_handoff": nothing_kept}
    found = compare(tiny(), **QUICK, rules=rules)
    assert "Limits: Modified rule: context_after_handoff; this is not the model as it ships." in told(found)
    folder, usual = (write_comparison(one, tmp_path, ["podsim"]) for one in (found, plain))
    assert folder != usual
    assert "MODIFIED RULE: context_after_handoff" in (folder / "summary.txt").read_text(encoding="utf-8").replace(
        "\n", " "
    )
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["modified_rules"] == dict(modified_of(rules, (), "agents").described)
    assert json.loads((usual / "manifest.json").read_text(encoding="utf-8"))["modified_rules"] == {}
    alone = run(tiny(), replications=1, engine="agents", rules=rules)
    assert alone.modified_rules == modified_of(rules, (), "agents").described


def keeping(share):
    def kept(context, kept_share):
        return context * share

    return kept


def test_two_functions_of_one_source_are_told_apart():
    def hash_of(function):
        ((_, digest),) = modified_of({"context_after_handoff": function}, (), "agents").described
        return digest

    assert hash_of(keeping(0.5)) == hash_of(keeping(0.5))
    assert hash_of(keeping(0.5)) != hash_of(keeping(0.6))
    typed = [eval(f"lambda context, kept_share: context * {share}") for share in (0.5, 0.5, 0.6)]
    assert hash_of(typed[0]) == hash_of(typed[1]) != hash_of(typed[2])


class Swarm(Step):
    """Whoever of the team is free listens to every step from its start."""

    def plan_call(self, length):
        for colleague in self.person.home.free:
            self.be_heard(colleague)


class Twice(Swarm):
    pass


def test_a_subclass_of_a_process_takes_effect_is_said_and_leaves_nothing_behind(plain, tmp_path):
    swarming = compare(tiny(), **QUICK, processes=[Swarm])
    for column in ("silos", "pods"):
        arrived = [found.samples[column]["cases_arrived"] for found in (plain, swarming)]
        np.testing.assert_array_equal(*arrived)
    heard = [found.samples["pods"]["listening_share"].mean() for found in (plain, swarming)]
    assert heard[1] > heard[0]
    assert "Limits: Modified rule: Swarm in place of Step; this is not the model as it ships." in told(swarming)
    assert "MODIFIED RULES: Swarm in place of Step" in repr(swarming)
    manifest = json.loads((write_comparison(swarming, tmp_path, ["podsim"]) / "manifest.json").read_text("utf-8"))
    assert list(manifest["modified_rules"]) == ["Swarm in place of Step"]
    again = compare(tiny(), **QUICK)
    for name, values in plain.samples["pods"].items():
        np.testing.assert_array_equal(again.samples["pods"][name], values)


def test_a_process_is_told_apart_by_what_it_and_its_parents_say():
    class Quiet(Step):
        def plan_call(self, length):
            return

    def hash_of(process):
        ((_, digest),) = modified_of(None, [process], "agents").described
        return digest

    assert len({hash_of(process) for process in (Swarm, Quiet)}) == 2
    assert hash_of(Twice) == hash_of(Swarm)


def test_what_cannot_be_a_process_is_refused():
    with pytest.raises(TypeError, match="must be a subclass of one of Step, CustomerAgent, PersonAgent, TeamAgent"):
        compare(tiny(), **QUICK, processes=[dict])
    with pytest.raises(ValueError, match="Swarm and Twice would both be the class of each step"):
        compare(tiny(), **QUICK, processes=[Swarm, Twice])
    with pytest.raises(ValueError, match=r"cannot run a modified rule \(Swarm in place of Step\)"):
        compare(tiny(), replications=2, processes=[Swarm])


def test_a_model_to_step_says_it_too():
    model = OrganisationModel(tiny(), "pods", minutes_per_step=60, processes=[Swarm])
    model.run_until(11 * 60)
    model.step()
    assert repr(model) == "<tiny, pods, minute 720.00; MODIFIED: Swarm in place of Step>"
    assert set(model.datacollector.get_model_vars_dataframe()["modified"]) == {"Swarm in place of Step"}
    usual = OrganisationModel(tiny(), "pods", minutes_per_step=60)
    assert repr(usual) == "<tiny, pods, minute 0.00>"
    assert "modified" not in usual.datacollector.model_vars
