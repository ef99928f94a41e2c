"""The rules, held back in their thread until a test lets them go."""

import threading
from typing import Any

import pytest

from app.usecases.checking import Checked, Checking


class Rules:
    """Holds the rules back in their thread until `free` is set, and counts how many are there at once."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.now = self.most = self.left = 0
        self.came = threading.Semaphore(0)

    def hold(self, patch: pytest.MonkeyPatch) -> None:
        by_rules = Checking.by_rules

        def slow(checking: Checking, *given: Any) -> Checked:
            self.now += 1
            self.most = max(self.most, self.now)
            self.came.release()
            self.free.wait(20)
            self.now -= 1
            try:
                return by_rules(checking, *given)
            except BaseException:
                self.left += 1
                raise

        patch.setattr(Checking, "by_rules", slow)
