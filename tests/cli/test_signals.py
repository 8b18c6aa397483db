"""What is asked of a process is heard, wherever the request strikes."""

import os
import signal
import sys

import pytest

from recurra.cli.signals import Ears, check
from recurra.errors import Stopped


class Deleted:
    """Is struck while it is being deleted."""

    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(1000):  # the handler runs between these
            pass


def test_a_request_that_is_lost_in_a_destructor_is_raised_where_work_shows_itself(monkeypatch):
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    with Ears() as ears:
        check()
        thing = Deleted()
        del thing
        assert ears.heard == signal.SIGTERM
        with pytest.raises(Stopped):
            check()
    check()  # outside nobody listens
