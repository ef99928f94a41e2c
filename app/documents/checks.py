"""Whether a history agrees with itself and with its template."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pydantic import ValidationError

from app.canvas.template import Template, parse
from app.documents import limits
from app.documents.portable import Portable, PortableAnswer, PortableQuestion
from app.errors import DocumentInvalid, TemplateInvalid


def agree(portable: Portable, *, name: str) -> Portable:
    """The same value; DocumentInvalid naming the first place where it contradicts itself."""
    wrong = next(_problems(portable, _template(portable, name)), None)
    if wrong:
        raise DocumentInvalid(f"{name}: {wrong}.", advice="Mend that place in the file and send it again.")
    return portable


def problem(error: ValidationError) -> str:
    """The first thing that pydantic found wrong, with its path."""
    first = error.errors(include_url=False, include_input=False)[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    return f"{path.removeprefix('.').removeprefix('canvas.')}: {first['msg']}"


def _boxes(portable: Portable, template: Template) -> Iterator[str]:
    """What names a box or a question that the template does not have."""
    for n, iteration in enumerate(portable.iterations):
        boxes = [(f"answers[{m}]", each.box) for m, each in enumerate(iteration.answers)]
        boxes += [(f"open_questions[{m}]", each.box) for m, each in enumerate(iteration.open_questions)]
        for place, box in boxes:
            if box not in template.boxes:
                yield f"iterations[{n}].{place}.box: this canvas has no box “{box}”"
        for m, each in enumerate(iteration.open_questions):
            if not _asked(template, each):
                place = f"iterations[{n}].open_questions[{m}].question"
                yield f"{place}: {template.boxes[each.box].name} has no question {each.question}"


def _problems(portable: Portable, template: Template | None) -> Iterator[str]:
    if not portable.iterations:
        yield "iterations: there is none"
    numbers = [iteration.number for iteration in portable.iterations]
    if any(after - before != 1 for before, after in pairwise(numbers)):
        yield "iterations: their numbers must count up one by one"
    yield from _answer_numbers(portable)
    if template:
        yield from _same_template(portable, template)
        yield from _boxes(portable, template)
        yield from _findings(portable, template)


def _findings(portable: Portable, template: Template) -> Iterator[str]:
    for n, finding in enumerate(portable.findings):
        for key, box in (("box", finding.box), ("other_box", finding.other_box)):
            if box and box not in template.boxes:
                yield f"findings[{n}].{key}: this canvas has no box “{box}”"


def _answer_numbers(portable: Portable) -> Iterator[str]:
    numbers: dict[str, list[int]] = {}
    for answer in _answers(portable):
        numbers.setdefault(answer.box, []).append(answer.number)
    for box, found in numbers.items():
        if not _rising(found):
            yield f"the answers of “{box}”: their numbers must rise"


def _answers(portable: Portable) -> Iterable[PortableAnswer]:
    return (answer for iteration in portable.iterations for answer in iteration.answers)


def _rising(numbers: list[int]) -> bool:
    return all(before < after for before, after in pairwise(numbers))


def _asked(template: Template, question: PortableQuestion) -> bool:
    numbers = {each.number for each in template.boxes[question.box].questions}
    return question.question is None or question.question in numbers


def _template(portable: Portable, name: str) -> Template | None:
    if portable.template_text is None:
        return None
    limits.yaml_shape(portable.template_text, name=f"{name}, template_text")
    try:
        return parse(portable.template_text, name=f"{name}, template_text")
    except TemplateInvalid as error:
        raise DocumentInvalid(error.message, advice=error.advice) from error


def _same_template(portable: Portable, template: Template) -> Iterator[str]:
    for key, told in (("id", template.id), ("version", template.version), ("hash", template.hash)):
        if getattr(portable, f"template_{key}") != told:
            yield f"template_{key}: is not that of the template in this file, which is “{told}”"
