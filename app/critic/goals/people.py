"""Who is meant: words that name people, and whether they do something."""

from app.critic.goals.statement import Statement

# People are named by what they do: “pickers”, “archivists”, “trainees”. These end alike and are none.
_DOERS = ("patients", "ers", "ors", "ists", "ees", "ians", "ants", "men", "women", "folk", "eurs")
_THINGS = frozenset(
    """
    hyperparameters numbers orders errors parameters sensors
     letters papers filters servers trailers containers computers
    boilers motors factors vectors layers others matters offers covers powers towers rivers winters summers quarters
    meters metres liters litres readers printers scanners trackers routers tenders cylinders transformers transfers
    triggers answers clusters registers chapters centers corridors doors floors indicators elevators generators
    reactors tractors monitors detectors conveyors compressors mirrors colours colors flavours behaviours harbours
    hours vapours favours neighbours fees trees committees degrees guarantees coffees lists artists' mists twists
    variants restaurants constants elephants pollutants lubricants coolants deodorants determinants covenants plants
    remnants antidepressants servants' stimulants fragrances warrants tenants' grants slants quadrants consonants
    disinfectants contaminants implants transplants descendants' sealants giants pageants
    regimen specimen women's men's omen stamen abdomen acumen remainders reminders orderers folders headers footers
    corners borders buffers timers counters hangers dryers mixers freezers coolers heaters loggers wrappers suppliers'
    outliers tiers piers carriers barriers fliers fibers fibres diapers wafers tankers stickers crackers burgers
    """.split()
)

_ACTS = frozenset("verb use takes goal change owns must activity".split())


def people(s: Statement, k: int) -> bool:
    """Whether a word names people, by the list or by its ending."""
    word = s.words[k]
    if "people" in s.tags[k]:
        return True
    return s.kinds[k] == "word" and len(word) > 5 and word.endswith(_DOERS) and word not in _THINGS and not s.tags[k]


def one_of(s: Statement, start: int, k: int) -> bool:
    """Whether “a handler”, “one dispatcher” stands here: anybody of a kind."""
    word = s.words[k]
    if s.words[start] not in _ANY or s.kinds[k] != "word" or len(word) < 6 or not word.endswith(_DOES):
        return False
    return "people" in s.tags[k] or "role" in s.tags[k] or (word + "s" not in _THINGS and not s.tags[k])


_ANY = frozenset("a an any no each every one".split())
_DOES = ("er", "or", "ist", "ee", "ian", "eur", "man", "woman", "eer")


def acts(s: Statement, k: int) -> bool:
    """Whether a verb stands here."""
    return not _ACTS.isdisjoint(s.tags[k])
