"""Whether a sentence says a number, a date or a unit that its sources do not hold."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SPELLED = {
    **{word: number for number, word in enumerate(_SMALL.split())},
    **{word: number * 10 for number, word in enumerate(_TENS.split(), 2)},
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "January Jan",
            "February Feb",
            "March Mar",
            "April Apr",
            "May",
            "June Jun",
            "July Jul",
            "August Aug",
            "September Sept Sep",
            "October Oct",
            "November Nov",
            "December Dec",
        ),
        1,
    )
    for name in names.split()
}
# A symbol of one letter counts only after a number; “m” is left out: it may be metres, minutes or millions.
_UNITS = {
    word: words.split()[0]
    for words in (
        "% percent pct",
        "ms millisecond milliseconds",
        "s sec secs second seconds",
        "min mins minute minutes",
        "h hr hrs hour hours hourly",
        "day days daily",
        "week weeks weekly",
        "month months monthly",
        "year years yearly annual annually",
        "mg milligram milligrams",
        "g gram grams",
        "kg kilogram kilograms kilo kilos",
        "ton tons tonne tonnes",
        "ml millilitre millilitres milliliter milliliters",
        "l litre litres liter liters",
        "mm millimetre millimetres millimeter millimeters",
        "cm centimetre centimetres centimeter centimeters",
        "metre metres meter meters",
        "km kilometre kilometres kilometer kilometers",
        "kb kilobyte kilobytes",
        "mb megabyte megabytes",
        "gb gigabyte gigabytes",
        "tb terabyte terabytes",
        "€ eur euro euros",
        "$ usd dollar dollars",
        "£ gbp",
        "kr dkk kroner",
        "hz hertz",
        "fps",
    )
    for word in words.split()
}


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_WORD = re.compile(rf"\b(?:{_any(_SPELLED)})(?:(?:[ -]| and )(?:{_any(_SPELLED)}))*\b", re.IGNORECASE)
_DATE = re.compile(r"\b(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})\b|\b(\d{4})-(\d{1,2})\b")
_NUMBER = re.compile(r"(?<!\d)[1-9]\d{0,2}(?:[.,\u00a0 ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_MEASURED = re.compile(rf"\d[\s/-]?({_any(_UNITS)})(?!\w)|([€$£])\s?(?=\d)", re.IGNORECASE)
_NAMED = _any(each for each in _UNITS if len(each) > 1 or not each.isalpha())
_RATE = re.compile(rf"\b(?:per|an?|(?:each|every)(?! second\b)) ({_NAMED})(?!\w)", re.IGNORECASE)
_UNIT = re.compile(rf"(?<![^\W\d_])({_NAMED})(?!\w)", re.IGNORECASE)
_MONTH = re.compile(rf"(?<!\w)({_any(_MONTHS)})(?!\w)", re.IGNORECASE)
# “May” and “March” are common words: only next to a number, or after a word that dates have, they are months.
_BEFORE_DATES = "in by until till since from before after early late mid of".replace(" ", "|")
_DATED = re.compile(
    rf"(?:\d(?:st|nd|rd|th)?\.? |\b(?i:{_BEFORE_DATES}) )({_any(_MONTHS)})\b|\b({_any(_MONTHS)})\.? (?=\d)"
)


def numbers(text: str) -> set[str]:
    """The numbers in a text, as digits: “1,200”, “1 200” and “1200” are one, “two” is 2, “0.60” is 0.6."""
    parted = _DATE.sub(lambda match: "; ".join(re.findall(r"\d+", match.group())), _in_digits(text))
    return {_plain(match.group()) for match in _NUMBER.finditer(parted)}


def holds(sentence: str, sources: Iterable[str]) -> bool:
    """Whether the sources hold every number, every month and every unit of measure of the sentence."""
    said, dated, measured = numbers(sentence), _dated(sentence), _measured(sentence)
    if not (said or dated or measured):
        return True
    texts = tuple(sources)
    if any(_says(source, sentence) for source in texts):
        return True  # word for word: no need to read the rest
    in_a_date = _DATE.search(sentence) is not None
    numbers_known: set[str] = set()
    months_known: set[int] = set()
    units_known: set[str] = set()
    for source in texts:
        its_numbers, months, units = _held(source)
        numbers_known |= its_numbers
        if in_a_date:  # “March” is the 3 of a date, and of nothing else
            numbers_known |= set(map(str, months))
        months_known |= months
        units_known |= units
    return said <= numbers_known and dated <= months_known and measured <= units_known


@lru_cache(maxsize=256)  # the same words are a source of many sentences
def _held(source: str) -> tuple[frozenset[str], frozenset[int], frozenset[str]]:
    """Numbers, months and units of a source."""
    return frozenset(numbers(source)), frozenset(_months(source)), frozenset(_units(source))


def _says(source: str, sentence: str) -> bool:
    """Whether the sentence stands in the source, from the beginning of a word to the end of one."""
    start = source.find(sentence)
    end = start + len(sentence)
    return start >= 0 and not _goes_on(source[max(start - 2, 0) : start][::-1]) and not _goes_on(source[end : end + 2])


def _goes_on(beyond: str) -> bool:
    """Whether a word or a number goes on past the edge: at once, or after the mark of a decimal or a thousand."""
    return beyond[:1].isalnum() or (beyond[:1] in {".", ",", " ", "\u00a0"} and beyond[1:].isdigit())


def _looked_up(table: Mapping[str, T], words: Iterable[str]) -> set[T]:
    """What the table says of the words. A pattern that ignores case also takes ı for i, which no table has."""
    return {table[word] for word in words if word in table}


def _in_digits(text: str) -> str:
    return _WORD.sub(lambda match: _counted(match.group()), text)


def _counted(words: str) -> str:
    """Words that count, in digits: “thirty-five” is 35, “two hundred and ten” 210, and “one, two” stay two numbers."""
    found: list[int] = []
    for word in re.findall(r"\w+", words.casefold()):
        number, last = _SPELLED.get(word), found[-1] if found else 0
        if number is None:  # “and”, or ı for i, which no table has
            continue
        if number >= 100 and found:
            part = last % 1000 if number == 100 else last  # a hundred counts what follows the thousands
            found[-1] = last - part + (part or 1) * number
        elif found and number < last and _takes(last, number):
            found[-1] = last + number
        else:
            found.append(number)
    return " ".join(map(str, found)) or words


def _takes(last: int, number: int) -> bool:
    """Whether a number goes on with a smaller one: twenty with one, two hundred with anything below a hundred."""
    return last % 100 == 0 or (last % 10 == 0 and last % 100 >= 20 and 0 < number < 10)


def _plain(number: str) -> str:
    grouped = re.fullmatch(r"([1-9]\d{0,2}(?:[.,\u00a0 ]\d{3})+)(?:[.,](\d+))?", number)
    if grouped:
        whole, fraction = re.sub(r"\D", "", grouped[1]), grouped[2] or ""
    else:
        whole, _, fraction = number.replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _measured(text: str) -> set[str]:
    """The units that stand beside a number, or say of what a rate is: “an hour”, “per day”."""
    written = _in_digits(text).replace("per cent", "percent")
    beside = (match[1] or match[2] for match in _MEASURED.finditer(written))
    rates = (match[1] for match in _RATE.finditer(written))
    return _looked_up(_UNITS, (each.casefold() for each in (*beside, *rates)))


def _units(text: str) -> set[str]:
    """The units that are named at all."""
    return _measured(text) | _looked_up(_UNITS, (match[1].casefold() for match in _UNIT.finditer(text)))


def _dated(text: str) -> set[int]:
    """The months of the dates in a text."""
    return _looked_up(_MONTHS, (match[1] or match[2] for match in _DATED.finditer(text)))


def _months(text: str) -> set[int]:
    """The months that a text may mean: by name, or by number in a date."""
    named = _looked_up(_MONTHS, (match[1].title() for match in _MONTH.finditer(text)))
    dates = (re.findall(r"\d+", match.group()) for match in _DATE.finditer(text))
    return named | {int(part) for parts in dates for part in parts if 1 <= int(part) <= 12}
