import pytest

from app.canvas.names import named, names


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Each shop orders by feeling.", set()),
        ("We ask Jon and the QA team on Monday.", {"Jon", "QA"}),
        ("Anna Virtanen signs. Then we ship to Lund.", {"Anna", "Virtanen", "Lund"}),
        ("PyTorch runs on EfficientNet-b0; I use it.", {"PyTorch", "EfficientNet-b0"}),
        ("In Lund: The bread is gone.", {"Lund"}),
    ],
)
def test_names_are_known_by_their_capitals(sentence: str, found: set[str]):
    assert names(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("We ask Jon's team.", "ask jon"),
        ("The QA team checks it.", "our quality assurance people check"),
        ("It runs on EfficientNet-b0.", "efficientnet-b0, the smallest"),
        ("It is due on Fridays in Lund.", "friday in lund"),
    ],
)
def test_a_name_may_stand_in_the_source_in_any_form(sentence: str, source: str):
    assert named(sentence, [source])


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("We ask Jon.", "we ask somebody"),
        ("It is stored in Azure.", "we store it in the cloud"),
        ("The FDA must agree.", "the regulator must agree"),
        ("Maria Lopez decides.", "somebody decides"),
    ],
)
def test_a_name_that_nobody_said_is_found(sentence: str, source: str):
    assert not named(sentence, [source])
