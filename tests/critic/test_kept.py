import pytest

from app.critic.kept import Kept


def test_what_was_found_is_kept_until_there_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.critic.kept._MANY", 1)
    asked: list[str] = []
    kept = Kept[int](lambda word: asked.append(word) or len(word))  # type: ignore[func-returns-value]
    assert [kept[word] for word in ("one", "three", "one", "three")] == [3, 5, 3, 5]
    assert asked == ["one", "three", "three"]
