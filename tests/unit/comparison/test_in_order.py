"""Jobs in threads: whoever stops asking waits for those under way, and no other begins."""

import threading

from sim.comparison.sampling import in_order


def test_jobs_that_have_not_begun_are_given_up():
    begun, two_wait, go_on = [], threading.Barrier(3), threading.Event()

    def job(number):
        begun.append(number)
        if number in (1, 2):
            two_wait.wait(timeout=60)
            go_on.wait(timeout=60)
        return number

    results = in_order(job, ((number,) for number in range(10)), threads=2)
    assert next(results) == 0
    two_wait.wait(timeout=60)  # jobs 1 and 2 are under way
    threading.Timer(0.5, go_on.set).start()
    results.close()
    assert sorted(begun) == [0, 1, 2]
