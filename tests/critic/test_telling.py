"""What a sentence tells around a word that may be vague: each look where it clears, and beside it where it must not."""

import pytest

from app.canvas.template import Template
from app.critic.vagueness import cleared, vague


@pytest.mark.parametrize(
    ("text", "quote", "because"),
    [
        ("The label is simple: kept, cancelled or missed.", "simple", "what follows says in what way"),
        ("The notice is in clear language: what, who, when.", "in clear language", "what follows says in what way"),
        ("The label is simple, since a clerk marks it.", "simple", "“since” gives the reason"),
        ("It is fast enough because the crews leave later.", "fast enough", "“because” gives the reason"),
        ("This left ample room, as the server in the cellar was tested at 20,000.", "ample", "“as” gives the reason"),
        (
            "We tried a simpler method, which out of all letters in the test sent 6.1 % elsewhere.",
            "simpler",
            "it tells what was, in numbers",
        ),
        ("Gaps of 1 hour are filled. Nights with a longer gap go.", "longer", "what stands before counts “gap”"),
        ("Maybe it marks words too; this is not part of the plan.", "Maybe", "“not part of the” leaves it out"),
        ("The words on the card might confuse guests.", "might", "a risk is told"),
        ("Guests on crutches might be flagged twice.", "might", "a risk is told"),
        (
            "Ade keeps an eye on one curve, bookings of the bar: below 40 he calls.",
            "keeps an eye on",
            "what follows says in what way",
        ),
        ("The lock is fully transparent: nine rules.", "fully transparent", "what follows says in what way"),
        ("Medians are used, since they are robust against one wild value.", "robust", "“since” gives the reason"),
        ("A gap of up to 20 minutes is filled; longer gaps stay.", "longer", "what stands before counts “gap”"),
    ],
)
def test_what_clears_a_word(template: Template, text: str, quote: str, because: str):
    box = template.box("fairness")
    assert vague(box, text) == ()
    assert [(each.quote, each.because) for each in cleared(box, text)] == [(quote, because)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Cluster way off: press stop.", "way off"),  # a case, not what is said of something
        ("The label must be simple, since a clerk marks it.", "simple"),  # a wish, whatever its reason
        ("The label is simple, as a clerk marks it.", "simple"),  # a reason that counts nothing
        ("The label is simple on the screen of the clerk.", "simple"),
        ("The label is simple.", "simple"),
        ("We tried a simpler method.", "simpler"),  # a report without numbers
        ("A simpler method comes in release 3.", "simpler"),
        ("Rooms have 3 beds. Nurses get a simpler form.", "simpler"),
        ("Forms are blue. Nurses get a simpler form.", "simpler"),
        ("We might look at the wards.", "We might"),
        ("The wards might be added.", "might"),
        ("Maybe it is part of the plan.", "Maybe"),
        ("The list might be.", "might"),
        ("The wards might then follow.", "might"),
        ("Ade keeps an eye on one curve: bookings of the bar.", "keeps an eye on"),
        ("Medians, robust against one wild value, are used.", "robust"),
        ("Medians are robust against one wild value.", "robust"),
    ],
)
def test_what_does_not_clear_it(template: Template, text: str, quote: str):
    assert [spot.quote for spot in vague(template.box("fairness"), text)] == [quote]


def test_only_where_risks_are_asked_for_does_a_bare_might_tell_one(template: Template):
    text = "The model might know large barns."
    assert vague(template.box("fairness"), text) == ()
    assert [spot.quote for spot in vague(template.box("objectives"), text)] == ["might"]
