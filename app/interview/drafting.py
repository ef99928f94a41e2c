"""Changes by sentence on a draft. What a person approved changes only for words that came after."""

from collections.abc import Sequence
from dataclasses import replace

from app.canvas.model import Sentence
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

    `approved` are the sentences of the accepted answer: replacing or dropping one needs a source among
    `news`, the turns just heard, unless `reword` says that somebody asked for another wording.
    """
    fixed = set() if reword else {each.text for each in approved}
    result: list[Sentence | None] = list(sentences)
    for change in changes:
        match change:
            case Add(sentence):
                result.append(sentence)
            case Replace(index, sentence) if _may(result, index, fixed, {each.ref for each in sentence.sources}, news):
                result[index] = replace(sentence, lead=sentences[index].lead)
            case Drop(index, because) if _may(result, index, fixed, {because}, news):
                result[index] = None
            case _:
                continue
    return _joined([each for each in result if each is not None and each.text.strip()])


def _may(
    result: Sequence[Sentence | None], index: int, fixed: set[str], sources: set[str], news: Sequence[str]
) -> bool:
    if not 0 <= index < len(result):
        return False
    sentence = result[index]
    return sentence is not None and (sentence.text not in fixed or bool(sources & set(news)))


def _joined(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Each sentence after the first gets white space before it if it has none."""
    return tuple(replace(each, lead="" if number == 0 else each.lead or "\n") for number, each in enumerate(sentences))
