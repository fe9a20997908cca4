"""Measures of accounts, by hand."""

from dataclasses import replace

import numpy as np

from sim.measures.accounts import account_table
from sim.records.tables import ACCOUNT
from tests.unit.measures.hand_made import WEEK, contact, customers_of_two_weeks, person, records

RUN = records([contact(0, WEEK, WEEK + 5.0)], [person(0, 100.0)])


def test_who_stays_is_unknown_where_no_account_is_kept():
    found = account_table(RUN, customers_of_two_weeks())
    assert np.isnan(found["customers_kept_share"]).all()
    assert found["relief_minutes"].tolist() == [0.0]


def test_accounts_that_left_before_the_end_are_not_kept():
    accounts = np.zeros(4, dtype=ACCOUNT)
    accounts["lost_at"] = [np.nan, 1.5 * WEEK, np.nan, 9.0 * WEEK]
    accounts["relief_minutes"] = [0.0, 7.0, 0.0, 0.0]
    found = account_table(replace(RUN, accounts=accounts), customers_of_two_weeks())
    assert found["customers_kept_share"].tolist() == [0.75]
    assert found["relief_minutes"].tolist() == [7.0]
