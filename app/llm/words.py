"""What a person reads when a model gave no good answer."""

from app.llm.port import ModelFailed, Trouble, Usage
from app.llm.provider import ProviderFailed

SOON = "Try again in a minute, or go on without it."
WORDS = {
    Trouble.REFUSED: ("The model did not accept our key.", "Check the key in the settings, and that it is paid for."),
    Trouble.UNKNOWN: ("The model was not found.", "Check its name and its address in the settings."),
    Trouble.BUSY: ("The model is busy.", SOON),
    Trouble.BROKEN: ("The model cannot be reached, or its provider has a problem.", SOON),
    Trouble.SLOW: ("The model did not answer in time.", SOON),
    Trouble.UNREADABLE: ("The model's answer cannot be used.", "Try again; if it happens often, choose another model."),
    Trouble.DECLINED: ("The model would not answer this.", "Say it in other words, or go on without it."),
    Trouble.TOO_LONG: ("The words were too many for the model, or its answer did not end.", "Try with fewer words."),
}


def told(failed: ProviderFailed, usage: Usage) -> ModelFailed:
    """The failure in words for people. What the provider said stays in the cause."""
    message, advice = WORDS[failed.trouble]
    return ModelFailed(message, advice=advice, trouble=failed.trouble, usage=usage)
