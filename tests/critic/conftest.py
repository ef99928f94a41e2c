import pytest

from app.canvas.template import Box, Template, load


@pytest.fixture(scope="session")
def template() -> Template:
    return load("mlops-canvas-1.1")


@pytest.fixture(scope="session")
def inference(template: Template) -> Box:
    """A box in which no goal is asked for."""
    return template.box("inference")


@pytest.fixture(scope="session")
def objectives(template: Template) -> Box:
    return template.box("objectives")
