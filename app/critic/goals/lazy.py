"""A value that is found when it is first asked for, and kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):
    """As functools.cached_property, without its lock, which Python 3.11 takes at each first use.

    Reading one box of goals asks for some four hundred such values: the locks alone cost a tenth of the time.
    Two threads may find a value twice; it is the same one.
    """

    def __init__(self, find: Callable[[Any], T]) -> None:
        self.find, self.name, self.__doc__ = find, find.__name__, find.__doc__

    @overload
    def __get__(self, owner: None, kind: type | None = None) -> "lazy[T]": ...
    @overload
    def __get__(self, owner: object, kind: type | None = None) -> T: ...
    def __get__(self, owner: object | None, kind: type | None = None) -> "T | lazy[T]":
        if owner is None:
            return self
        value = owner.__dict__[self.name] = self.find(owner)
        return value
