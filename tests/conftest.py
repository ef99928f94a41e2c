import functools
import gc
import os
import ssl
import sys
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases", "tests.homes"]

# How fast an example is drawn says how busy the machine is. Elsewhere CI loads a profile of its own, as strict.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if settings.get_current_profile_name() == "default":
    settings.load_profile("busy")
# Forty examples show most of what is wrong; .ci/run draws as many as show what is rare.
settings.register_profile("thorough", settings(), max_examples=150)
settings.register_profile("quick", settings(), max_examples=40)
settings.load_profile("quick")

# The processes that tests start would each compile the whole of app, as would both workers every test file.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Each HTTP client reads the same hundred certificates, which takes it 25 ms. Hundreds of clients share them here.
ssl.create_default_context = functools.cache(ssl.create_default_context)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests and what they import stay to the end: nothing there to look for what can go."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
