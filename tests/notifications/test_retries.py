from datetime import timedelta

import pytest

from services.notifications.domain import TRIES, pause_after


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_eight_tries_come_within_a_day_with_growing_pauses(chance: float) -> None:
    pauses = [pause_after(tries, chance) for tries in range(1, TRIES)]
    known = [pause for pause in pauses if pause is not None]
    assert TRIES == 8
    assert len(known) == 7
    assert known == sorted(known)
    assert sum(known, timedelta()) < timedelta(hours=24)
    assert pause_after(TRIES, chance) is None


def test_chance_spreads_the_tries() -> None:
    assert pause_after(1, 0.0) != pause_after(1, 1.0)
