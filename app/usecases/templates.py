"""The canvases that travel with the service: what can be filled."""

from app.canvas.template import Template, load, shipped
from app.errors import NotFound


class Templates:
    def all(self) -> tuple[Template, ...]:
        return tuple(load(id) for id in shipped())

    def get(self, id: str) -> Template:
        """A shipped template; never a path that somebody sends over the network."""
        if id not in shipped():
            raise NotFound(f"There is no template “{id}”.", advice=f"Choose one of: {', '.join(shipped())}.")
        return load(id)
