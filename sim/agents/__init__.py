"""The readable definition of the model: Mesa agents on a SimPy clock. Start with `model.py`; `inspect.py` is to step.

The day of a case: `customer.py` (arrives, waits, leaves, comes back), `assignment.py` (which queue), `dispatch.py` and
`selection.py` (who takes it), `service.py` (being served), `person.py` (what that does to people), `rows.py` (what is
written). They say when something happens, and to whom; what it does to a case and to a person is said in `sim.process`.
"""

from sim.agents.inspect import OrganisationModel
from sim.agents.model import Organisation
from sim.agents.organisation import organisation_graph
from sim.agents.run import run_agents

__all__ = ["Organisation", "OrganisationModel", "organisation_graph", "run_agents"]
