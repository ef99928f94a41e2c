pytest_plugins = ["tests.databases", "tests.homes"]
