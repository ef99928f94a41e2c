"""The critic's data files: YAML in which every scalar is text, so that “no” and “on” stay words."""

import yaml

from app.errors import Invalid


def read(text: str, *, name: str) -> object:
    """The lists, maps and texts of a YAML file; Invalid if it is not YAML."""
    try:
        return yaml.load(text, yaml.CBaseLoader)  # builds nothing but text, lists and maps
    except yaml.YAMLError as error:
        raise wrong(name, "file", f"is not YAML ({' '.join(str(error).split())})") from error


def strings(value: object, *, name: str, key: str) -> tuple[str, ...]:
    """A list of texts; Invalid if it is anything else."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise wrong(name, key, "must be a list of texts")
    return tuple(value)


def flag(value: object, *, name: str, key: str) -> bool:
    """True or false; Invalid if it is anything else."""
    if value not in ("true", "false"):
        raise wrong(name, key, "must be true or false")
    return value == "true"


def wrong(name: str, key: str, problem: str) -> Invalid:
    """What to raise when a key of a file is wrong."""
    return Invalid(f"{name}: {key}: {problem}.", advice="Mend that key in the file.")
