"""Changes by sentence on a draft. What a person accepted or wrote changes only for words that came after."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import assert_never

from app.canvas.model import Sentence, SourceKind
from app.interview.effects import Add, Change, Drop, Replace


def apply(
    sentences: Sequence[Sentence],
    changes: Sequence[Change],
    *,
    approved: Sequence[Sentence] = (),
    news: Sequence[str] = (),
    reword: bool = False,
) -> tuple[Sentence, ...]:
    """The sentences after the changes.

    `approved` are the sentences of the accepted answer. Replacing or dropping one of them, or one that a person
    wrote or vouched for, needs a source among `news`, the turns just heard, unless `reword` says that somebody
    asked for another wording. A blank sentence never takes the place of another.
    """
    fixed = set() if reword else {each.text for each in (*approved, *filter(_by_hand, sentences))}
    result: list[Sentence | None] = list(sentences)
    behind: defaultdict[int, list[Sentence]] = defaultdict(list)
    for change in changes:
        match change:
            case Add(sentence, after) if after is not None and 0 <= after < len(result):
                behind[after].append(sentence)
            case Add(sentence):
                result.append(sentence)
            case Replace(index, sentence):
                old = _open(result, index, fixed=fixed, new=bool({each.ref for each in sentence.sources} & {*news}))
                if old is not None and sentence.text.strip():
                    result[index] = replace(sentence, lead=old.lead)
            case Drop(index, because):
                if _open(result, index, fixed=fixed, new=because in news) is not None:
                    result[index] = None
            case _:
                assert_never(change)
    whole: list[Sentence] = []
    for index, standing in enumerate(result):
        whole += [standing, *behind[index]] if standing is not None else behind[index]
    return _joined([each for each in whole if each.text.strip()])


def _by_hand(sentence: Sentence) -> bool:
    return any(each.kind is SourceKind.EDIT for each in sentence.sources)


def _open(result: Sequence[Sentence | None], index: int, *, fixed: Set[str], new: bool) -> Sentence | None:
    """The sentence at that place, if there is one and it may change."""
    sentence = result[index] if 0 <= index < len(result) else None
    return sentence if sentence is not None and (new or sentence.text not in fixed) else None


def _joined(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Each sentence after the first gets white space before it if it has none."""
    return tuple(replace(each, lead="" if number == 0 else each.lead or "\n") for number, each in enumerate(sentences))
