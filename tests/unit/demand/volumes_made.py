"""Files of volumes for tests, scenarios that name them, and what is said of these."""

from datetime import datetime, timedelta

from sim.demand.customers import build_customers
from sim.formation.data_report import volumes_lines

CHANNELS = ("voice", "mail")
HEADER = "start,channel,offered,aht_seconds"
MONDAY = datetime(2026, 1, 5)


def week(channel="voice", offered=20.0, aht="480", weeks=1, step=30):
    """Rows of Monday to Friday, eight to six."""
    starts = [MONDAY + timedelta(weeks=w, days=d, minutes=480 + m)
              for w in range(weeks) for d in range(5) for m in range(0, 600, step)]  # fmt: skip
    return [f"{start:%Y-%m-%d %H:%M},{channel},{offered},{aht}" for start in starts]


def by_day(channel="mail", offered=480, days=5, time=""):
    """A row of each day from Monday."""
    return [f"{MONDAY + timedelta(days=d):%Y-%m-%d}{time},{channel},{offered}," for d in range(days)]


def demand_of(helpers, file="volumes.csv", **changes):
    channels = {"voice": {"live": True}, "mail": {}}
    return helpers.two_channels(channels=channels, volumes_file=file, **changes)


def lines_of(scenario):
    """What is said of the volumes of a scenario."""
    return volumes_lines(scenario, build_customers(scenario))
