"""The facilitator with a language model: prompts are rendered, forms come back, and what they point at is looked up.

A model proposes. What its answers name (sources, sentences, questions, boxes, quotes) counts only if it exists.
"""

from app.canvas.model import Fact, OpenQuestion
from app.critic.clashing.claim import Claim
from app.critic.criteria import criteria
from app.critic.dismissing import Judgement
from app.critic.finding import Engine, Finding, Status as FindingStatus
from app.facilitator import context, forms, looking, screening
from app.facilitator.delta import Delta
from app.facilitator.listening import understood
from app.facilitator.overviews import overview_of, taken_of
from app.facilitator.port import Job, Provenance, Stream, provenance
from app.facilitator.quoting import find
from app.facilitator.streaming import Passing, listened, suggested
from app.interview.drafting import apply
from app.interview.effects import Heard
from app.interview.events import Explained, Suggested
from app.interview.state import CLOSE, START, Passage
from app.llm.port import Message, Model, Prompt, Usage
from app.llm.prompts import Rendered, joined, render

TAKE_OR_LEAVE = "Ideas, to take up in your own words or to leave:"
WHOLE = "the whole box"
_PASSAGES = 60  # of one story
_IDEAS = 5


class Modelled:
    """Talks and drafts with one model, and looks at drafts with another, or the same."""

    greeting = ""
    reviews = True

    def __init__(self, drafter: Model, critic: Model) -> None:
        self.name = drafter.name
        self.drafter = drafter
        self.critic = critic

    async def listen(self, job: Job, stream: Stream) -> tuple[Heard, Provenance]:
        """One call for the whole turn: what kind of reply it is, the lead, the draft, ticks, what was left open."""
        if job.box == START:
            return await self._story(job)
        if job.box == CLOSE:
            return await self._close(job)
        labels = context.label(job)
        prompt = _listen_prompt(job, labels)
        view = listened(job.canvas.template.box(job.box), context.open_numbers(job))
        heard: dict[int, Heard] = {}  # by form: what was checked is what is returned

        def check(form: forms.Listened) -> str:
            heard[id(form)] = understood(form, job, labels)
            return _lost(heard[id(form)], job) or _too_long(heard[id(form)], job)

        peek = Passing(stream, job.box, job.turn, view)
        reply = await self.drafter.parse(prompt, into=forms.Listened, peek=peek, check=check, tally=job.tally)
        form = reply.value
        return heard.get(id(form)) or understood(form, job, labels), self._made(prompt, reply.usage)

    async def review(self, job: Job, stream: Stream) -> tuple[Judgement, Provenance]:
        """Yes or no to each criterion, in the model's eyes, and which findings of the rules are false alarms. A finding
        whose words do not stand there is dropped.
        """
        talk = job.talk.box(job.box)
        text = talk.draft.text if talk.draft else job.canvas.text(job.box)
        wanted, proposed = looking.wanted(job), looking.proposals(job, text)
        known = [each for each in criteria().values() if each.by_model]
        # All of them, so that the beginning of the prompt is the same for every box.
        rules = render("review/rules", criteria="\n\n".join(_criterion(each.id) for each in known))
        turn = render(
            "review/turn",
            **_project(job),
            box=context.box_text(job.canvas.template, job.box),
            findings=_findings(job),
            proposed="\n".join(_proposal(*each) for each in proposed.items()) or context.NONE,
            left_open=context.left_open_text(job) or context.NONE,
            wanted=", ".join(each.id for each in wanted),
            text=context.tagged("text", text),
        )
        prompt = _prompt("review", rules, turn)
        reply = await self.critic.parse(prompt, into=forms.Verdicts, tally=job.tally)
        judged = Judgement(
            looking.spots(reply.value.verdicts, wanted, job, text),
            tuple(looking.dismissals(reply.value.proposed, proposed)),
        )
        return judged, self._made(prompt, reply.usage, self.critic.name)

    async def explain(self, job: Job, stream: Stream) -> tuple[Explained, Provenance]:
        """The question or the box in plain words, for the reader who asks, as it is written."""
        rules = render("explain/rules", canvas=context.canvas_text(job.canvas.template))
        turn = render(
            "explain/turn",
            product=_product(job),
            story=context.story_text(context.story(job)),
            box=context.box_text(job.canvas.template, job.box),
            turns=context.turns_text(context.label(job).turns),
            reader=context.bent(job.reader.strip()) or "somebody new to machine learning",
            question=_asked_about(job, question="the question ", box="the box "),
        )
        prompt = _prompt("explain", rules, turn, longest=4000)
        reply = await self.drafter.stream(
            prompt, lambda text: stream(Delta(job.box, job.turn, "explanation", text)), tally=job.tally
        )
        return Explained(job.box, reply.value.strip(), question=job.question), self._made(prompt, reply.usage)

    async def suggest(self, job: Job, stream: Stream) -> tuple[Suggested, Provenance]:
        """A few ideas, each with why."""
        labels = context.label(job)
        rules = render("suggest/rules", canvas=context.canvas_text(job.canvas.template))
        turn = render(
            "suggest/turn",
            **_project(job),
            box=context.box_text(job.canvas.template, job.box),
            turns=context.turns_text(labels.turns),
            draft=context.draft_text(labels),
            question=_asked_about(job),
        )
        prompt = _prompt("suggest", rules, turn, longest=4000)
        peek = Passing(stream, job.box, job.turn, suggested)
        reply = await self.drafter.parse(prompt, into=forms.Ideas, peek=peek, tally=job.tally)
        given = [(each.text.strip(), each.because.strip()) for each in reply.value.ideas if each.text.strip()]
        ideas = tuple(f"{text} ({because})" if because else text for text, because in given[:_IDEAS])
        return Suggested(job.box, TAKE_OR_LEAVE, ideas), self._made(prompt, reply.usage)

    async def facts(self, job: Job) -> tuple[tuple[Fact, ...], Provenance]:
        """The fact form, answered from the accepted boxes; an answer without words that show it is none."""
        turn = render(
            "facts/turn",
            product=_product(job),
            accepted=context.accepted_text(job.canvas, but="", whole=True),
        )
        prompt = _prompt("facts", render("facts/rules", questions=screening.questions()), turn)
        reply = await self.critic.parse(prompt, into=forms.Facts, tally=job.tally)
        texts = {box: job.canvas.text(box) for box in job.canvas.answers}
        return screening.facts_of(reply.value, texts), self._made(prompt, reply.usage, self.critic.name)

    async def claims(self, job: Job) -> tuple[tuple[Claim, ...], Provenance]:
        """What an accepted box says in a way that other boxes can clash with. Code compares; the model only reads."""
        text = job.canvas.text(job.box)
        turn = render(
            "claims/turn",
            product=_product(job),
            box=context.box_text(job.canvas.template, job.box),
            text=context.tagged("text", text),
        )
        prompt = _prompt("claims", render("claims/rules", kinds=looking.kinds_text()), turn)
        reply = await self.critic.parse(prompt, into=forms.Claims, tally=job.tally)
        found = tuple(looking.claims(reply.value.claims, job.box, text))
        return found, self._made(prompt, reply.usage, self.critic.name)

    async def _story(self, job: Job) -> tuple[Heard, Provenance]:
        rules = render("story/rules", canvas=context.canvas_text(job.canvas.template))
        turns = {f"T{number}": each for number, each in enumerate(job.news(), 1)}
        turn = render("story/turn", product=_product(job), turns=context.turns_text(turns, new=job.new))
        prompt = _prompt("story", rules, turn)
        reply = await self.drafter.parse(prompt, into=forms.Story, tally=job.tally)
        passages = []
        for each in reply.value.passages[:_PASSAGES]:
            found = next(((said, words) for said in job.news() if (words := find(each.words, said.text))), None)
            if found and each.box in job.canvas.template.boxes:
                passages.append(Passage(id="", box=each.box, text=found[1], turn=found[0].turn))
        return Heard(job.box, job.turn, passages=tuple(dict.fromkeys(passages))), self._made(prompt, reply.usage)

    async def _close(self, job: Job) -> tuple[Heard, Provenance]:
        left = {f"Q{n}": each for n, each in enumerate(job.canvas.iteration.open_questions, 1)}
        lines = [f"{label}: {_place(job, each)}" for label, each in left.items()]
        turns = {f"T{number}": each for number, each in enumerate(job.news(), 1)}
        turn = render(
            "close/turn",
            product=_product(job),
            overview=context.overview_text(job.canvas),
            open="\n".join(lines) or context.NONE,
            turns=context.turns_text(turns, new=job.new),
        )
        prompt = _prompt("close", render("close/rules"), turn)
        reply = await self.drafter.parse(prompt, into=forms.Closed, tally=job.tally)
        texts = [said for each in job.news() for said in (each.text, each.speaker)]  # “I will” names the speaker
        heard = Heard(
            job.box,
            job.turn,
            overview=overview_of(reply.value, job.canvas.iteration.overview, texts),
            taken=taken_of(reply.value, {label: each.id for label, each in left.items()}, texts),
            reply=reply.value.reply.strip(),
        )
        return heard, self._made(prompt, reply.usage)

    def _made(self, prompt: Prompt, usage: Usage, name: str = "") -> Provenance:
        return provenance(name or self.name, usage, prompt=prompt.name, prompt_hash=prompt.hash)


# ---- prompts


def _prompt(name: str, rules: Rendered, turn: Rendered, *more: Rendered, longest: int = 8000) -> Prompt:
    """Rules and template first, then what changes, so that a provider's cache holds the beginning.

    `more` are files whose text is in the turn already; they count for the hash.
    """
    messages = (Message("system", rules.text), Message("user", turn.text))
    return Prompt(name=name, hash=joined((rules, turn, *more)), messages=messages, longest=longest)


def _listen_prompt(job: Job, labels: context.Labels) -> Prompt:
    box = job.canvas.template.box(job.box)
    if job.instruction is None:
        new = ", ".join(label for label, each in labels.turns.items() if each.turn in job.new)
        task = render("listen/new-words", new=new)
    else:
        instruction = context.tagged("words", job.instruction.strip() or "Make it better.")
        task = render("listen/redraft", instruction=instruction)
    turn = render(
        "listen/turn",
        **_project(job),
        box=context.box_text(job.canvas.template, job.box),
        questions=context.questions_text(job.canvas.template, box),
        words=f"{box.words[0]} to {box.words[1]}",
        turns=context.turns_text(labels.turns, new=() if job.instruction is not None else job.new),
        passages=context.passages_text(labels.passages),
        draft=context.draft_text(labels),
        open=context.numbered(context.open_numbers(job)),
        left_open=context.left_open_text(job) or context.NONE,
        asked=context.asked_text(job),
        task=task.text,
    )
    return _prompt("listen", render("listen/rules", canvas=context.canvas_text(job.canvas.template)), turn, task)


def _project(job: Job) -> dict[str, str]:
    return {
        "product": _product(job),
        "story": context.story_text(context.story(job)),
        "accepted": context.accepted_text(job.canvas, but=job.box),
    }


def _product(job: Job) -> str:
    return context.tagged("words", job.canvas.iteration.header.product_name)


def _place(job: Job, left: OpenQuestion) -> str:
    template = job.canvas.template
    box = template.box(left.box)
    question = context.wording(template, box.question(left.question).text) if left.question else WHOLE
    return f"{context.wording(template, box.name)}, {question}"


def _asked_about(job: Job, *, question: str = "", box: str = "") -> str:
    """The question that somebody asks about, else the box."""
    template = job.canvas.template
    if job.question:
        return f"{question}“{context.wording(template, template.box(job.box).question(job.question).text)}”"
    return f"{box}{context.wording(template, template.box(job.box).name)}" if box else WHOLE


def _criterion(id: str) -> str:
    row = criteria()[id]
    bad, good = (f"Fails: “{row.bad}”" if row.bad else ""), (f"Fine: “{row.good}”" if row.good else "")
    return "\n".join(filter(None, (f"{row.id}: {row.definition}", bad, good)))


def _proposal(label: str, finding: Finding) -> str:
    words, said = context.tagged("words", finding.quote), context.tagged("words", finding.message)
    return f"{label}, {finding.criterion}: {words} It says: {said}"


def _findings(job: Job) -> str:
    """What the model found before and still stands, for it to judge first."""
    found = [
        f"{each.criterion}: {context.tagged('words', each.quote)}"
        for each in job.talk.findings.get(job.box, ())
        if each.engine is Engine.MODEL and each.status is FindingStatus.OPEN
    ]
    return "\n".join(found) or context.NONE


# ---- checks


def _lost(heard: Heard, job: Job) -> str:
    """A complaint if an answer makes nothing of the words."""
    if heard.took or job.instruction is not None:
        return ""
    return (
        "Nothing is taken up from the new words. Write what they say into `changes`, or put it into `elsewhere` or "
        "`left_open`; if they say nothing about the project, answer in `reply`."
    )


def _too_long(heard: Heard, job: Job) -> str:
    """A complaint if the draft would be over twice as long as a good answer."""
    longest = 2 * job.canvas.template.box(job.box).words[1]
    answer = job.canvas.answers.get(job.box)
    after = apply(job.standing, heard.changes, approved=answer.sentences if answer else (), news=job.new, reword=True)
    words = sum(len(each.text.split()) for each in after)
    if words <= longest:
        return ""
    return (
        f"The draft would have {words} words, and at most {longest} fit the box. Merge sentences that say the same "
        "and shorten the others; keep every number, name, date and condition."
    )
