import pytest

from app.critic.reading import Reading
from app.critic.tokens import Span
from app.critic.words import lexicon


def sentences(text: str) -> list[str]:
    reading = Reading(text)
    return [reading.quote(span) for span in reading.sentences]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (" \n\t ", []),
        ("One. Two!  Three?", ["One.", "Two!", "Three?"]),
        ("- one\n\n  - two\n", ["- one", "- two"]),
        ("About 3.5 s. Next", ["About 3.5 s.", "Next"]),
        ("See e.g. Anna. And i.e. Jonas", ["See e.g. Anna.", "And i.e. Jonas"]),
        ("it ends. but goes on", ["it ends. but goes on"]),
        ("“It ends.” Really?", ["“It ends.”", "Really?"]),
        ("Wait... Then go", ["Wait...", "Then go"]),
        ("No. 5 is No. 6", ["No.", "5 is No. 6"]),
        ("It is so. No. 5 is No. 6", ["It is so.", "No. 5 is No. 6"]),
        ("  one.  \t\n \n Two? \x1f Three ", ["one.", "Two?", "Three"]),
        ("Wait..\n... And", ["Wait..", "...", "And"]),
    ],
)
def test_sentences(text: str, parts: list[str]):
    assert sentences(text) == parts


def test_the_sentence_at_a_place_is_the_one_that_holds_it():
    reading = Reading("One two. Three four.")
    assert reading.quote(reading.sentence_at(13)) == "Three four."
    assert reading.quote(reading.sentence_at(0)) == "One two."


def test_words_in_a_span_and_its_vocabulary():
    reading = Reading("One two. Three three.")
    last = reading.sentences[1]
    assert [word.text for word in reading.words_in(last)] == ["three", "three"]
    assert reading.vocabulary[last] == {"three"}


def test_words_of_a_piece_are_those_of_the_text():
    reading = Reading("It passes 20ms later. Don’t stop.")
    assert reading.bare == ["it", "passes", "20ms", "later", "don't", "stop"]
    assert reading.every_word == set(reading.bare)
    assert reading.bare_in(Span(3, 9)) == ["passes"]
    assert [word.text for word in reading.words_in(Span(2, 15))] == ["passes", "20ms"]
    assert reading.bare_in(Span(9, 9)) == []


@pytest.mark.parametrize(
    ("span", "words"),
    [(Span(12, 20), ["ms", "later"]), (Span(3, 12), ["passes", "20"]), (Span(4, 6), ["as"])],
)
def test_a_piece_may_cut_a_word(span: Span, words: list[str]):
    reading = Reading("It passes 20ms later. Don’t stop.")
    assert reading.bare_in(span) == words
    assert [(reading.evened[each.start : each.end], each.text) for each in reading.words_in(span)] == [
        (word, word) for word in words
    ]


def test_the_sentences_that_hold_one_of_some_words():
    reading = Reading("Ann sorts vials. Bo sorts caps.\nNobody else does.")
    held = [reading.quote(span) for span in reading.holding({"vials", "nobody", "somebody"})]
    assert held == ["Ann sorts vials.", "Nobody else does."]
    assert reading.holding(frozenset({"glass"})) == ()
    assert Reading("").holding({"glass"}) == ()


def test_the_sentence_around_a_word():
    reading = Reading("One two. Three. Four five six.")
    assert [reading.around(index) for index in (1, 2, 5)] == [
        (reading.sentences[0], 0),
        (reading.sentences[1], 2),
        (reading.sentences[2], 3),
    ]
    assert Reading("* * *\n- one.\n* * *\nTwo").around(0) == (Span(6, 12), 0)


@pytest.mark.parametrize(
    "text",
    [
        "a `maybe` b",
        "```\nmaybe\n```",
        "see https://example.com/maybe now",
        "www.maybe.org",
        "she said “maybe” twice",
        "say „maybe“ twice",
        "say «maybe» twice",
        "say ‘maybe’ twice",
        'say "well, maybe" twice',
        "say 'maybe' twice",
        "“a “maybe” b”",
    ],
)
def test_code_addresses_and_quotations_are_protected(text: str):
    start = text.index("maybe")
    assert Reading(text).protected(Span(start, start + 5))


@pytest.mark.parametrize(
    "text",
    [
        "maybe",
        "“a” maybe “b”",
        'a 5" disk maybe and a 7" disk',
        "don't maybe don't",
        "the users' maybe and the teams' view",
        "“never closed\nmaybe",
        "`never closed\nmaybe`",
    ],
)
def test_other_text_is_not_protected(text: str):
    start = text.index("maybe")
    assert not Reading(text).protected(Span(start, start + 5))


def test_a_quotation_is_not_code():
    reading = Reading('"one" `two`')
    assert not reading.in_code(Span(1, 4))
    assert reading.in_code(Span(7, 10))


@pytest.mark.parametrize(
    "text",
    ["", "Faster checks.", "We might do it.", "The line stops, und sofort.", "Das maybe but the other and this"],
)
def test_english_or_too_short_to_tell(text: str):
    assert Reading(text).english


@pytest.mark.parametrize(
    "text",
    [
        "Das Modell soll nicht länger als eine Sekunde brauchen, maybe.",
        "Il modello non deve superare il limite della linea.",
        "Modellen skal ikke være langsom.",
        "我们还不知道 maybe",
        "Модель должна быть быстрой",
    ],
)
def test_another_language(text: str):
    assert not Reading(text).english


@pytest.mark.parametrize("language", lexicon().languages)
def test_every_mark_of_a_language_counts(language: str):
    marks, english = sorted(lexicon().languages[language]), lexicon().languages["en"]
    assert [word for word in marks if Reading(f"{word} {word} zzz").english is not (word in english)] == []
    own = [word for word in marks if sum(word in some for some in lexicon().languages.values()) == 1]
    assert language != "en" or [word for word in own if not Reading(f"{word} {word} und nicht").english] == []


@pytest.mark.parametrize(
    "text",
    [
        "Das Modell ist robust.",
        "Möglichst gute Qualität",
        "Hurtig respons på ordrer",
        "Bedre prognoser for lageret",
        "Bättre prognoser",
        "Le modèle doit être flexible",
        "De meilleures prévisions",
        "El modelo es simple",
        "Más rápido y mejor",
        "O modelo deve ser flexível",
        "Previsioni più rapide",
        "Szybsze prognozy są tu",
        "Betere voorspellingen",
        "läuft stabil",
        "Die Prüfer sehen 400 Ampullen je Stunde.",
    ],
)
def test_a_few_words_of_another_language(text: str):
    assert not Reading(text).english


@pytest.mark.parametrize(
    "text",
    [
        "Better forecasts.",
        "Ayşe checks labels regularly.",
        "Robust model",
        "The café's forecast is fast.",
        "Naïve approach, probably.",
        "Features: temperature, wind, rain, sun et cetera.",
    ],
)
def test_a_few_english_words(text: str):
    assert Reading(text).english


@pytest.mark.parametrize(
    "text",
    ["Who decides?", "(Who decides?)", "“Who decides?”", "We don’t know yet.", "That is not yet decided by us."],
)
def test_questions_and_open_ends_are_unsettled(text: str):
    assert Reading(text).unsettled == set(Reading(text).sentences)


def test_a_plain_statement_is_settled():
    assert not Reading("Anna decides. We know who.").unsettled


@pytest.mark.parametrize("phrase", [term.text for some in lexicon().open_questions.values() for term in some])
def test_every_open_question_counts(phrase: str):
    assert Reading(f"We {phrase} here.").unsettled


def test_the_bullets_of_an_empty_form_are_no_sentences():
    reading = Reading("-\n- \n- Anna\n — \n???")
    assert [reading.quote(span) for span in reading.sentences] == ["- Anna", "???"]
