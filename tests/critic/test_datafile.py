import pytest

from app.critic.datafile import flag, read, strings
from app.errors import Invalid


def test_every_scalar_is_text():
    assert read("[no, on, 1.0, true, ~]", name="f") == ["no", "on", "1.0", "true", "~"]


def test_what_is_not_yaml_is_refused_with_the_name_of_the_file():
    with pytest.raises(Invalid, match=r"^words.yaml: file: is not YAML"):
        read("[a", name="words.yaml")


def test_strings_takes_a_list_of_texts_only():
    assert strings(["a", "b"], name="f", key="k") == ("a", "b")
    for odd in ("a", ["a", ["b"]], {"a": "b"}):
        with pytest.raises(Invalid, match="f: k: must be a list of texts"):
            strings(odd, name="f", key="k")


def test_flag_takes_true_and_false_only():
    assert flag("true", name="f", key="k") is True
    assert flag("false", name="f", key="k") is False
    with pytest.raises(Invalid, match="f: k: must be true or false"):
        flag("yes", name="f", key="k")
