"""A scene with the real rules."""

from app.critic.converge import converge
from app.critic.finding import Engine
from app.critic.rules import judge
from app.interview.effects import Judge, Review, Ruled
from tests.interview.scenes import Scene


class Judged(Scene):
    def ruled(self, look: Judge | Review) -> Ruled:
        found = converge(
            box=look.box,
            before=look.before,
            after=look.after,
            old=self.talk.findings.get(look.box, ()),
            spots=judge(self.canvas.template.box(look.box), look.after) if look.after else (),
            engine=Engine.RULES,
            ids=self.new_id,
        )
        if isinstance(look, Judge):
            return Ruled(look.box, found, turn=look.turn, lead=look.lead)
        return Ruled(look.box, found, turn=look.turn, reviewed=True)
