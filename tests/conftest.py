from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases", "tests.homes"]

# How fast an example is drawn says how busy the machine is. Elsewhere CI loads a profile of its own, as strict.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
if settings.get_current_profile_name() == "default":
    settings.load_profile("busy")
