"""The readable definition of the model: Mesa agents on a SimPy clock. Start with `model.py`.

The day of a case: `customer.py` (arrives, waits, leaves), `diagnosis.py` and `assignment.py` (which queue), `work.py`
(who can do what), `dispatch.py` and `selection.py` (who takes it), `service.py`, `wings.py`, `owner.py` and
`duration.py` (being served), `fatigue.py` (what that does to people), `coming_back.py` (the next contact), `bot.py`;
`contact.py` and `bookkeeping.py` (the rows).
"""

from sim.agents.inspect import organisation_model
from sim.agents.model import OrganisationModel
from sim.agents.organisation import organisation_graph
from sim.agents.run import run_agents

__all__ = ["OrganisationModel", "organisation_graph", "organisation_model", "run_agents"]
