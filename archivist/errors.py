"""This module names what the world can refuse, with the exit code each refusal has."""

from __future__ import annotations

from archivist.problems import Problem


class ArchivistError(Exception):
    """One line for people (`str(error)`), a hint, and the exit code of the command."""

    exit_code = 70

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(ArchivistError):
    """Wrong options or configuration."""

    exit_code = 2


class OutputExists(ArchivistError):
    """A different output is already there."""

    exit_code = 4


class WorldRefused(ArchivistError):
    """A named input is missing or unreadable, permission, disk full."""

    exit_code = 5


class NetworkFailed(ArchivistError):
    """A service or endpoint did not answer, or not as it should, after several tries."""

    exit_code = 6


class MissingPart(ArchivistError):
    """An optional part is not installed; the hint has the install line."""

    exit_code = 7


class InvalidRecord(ArchivistError):
    """A record that an operation needs valid is not: `problems` says where and why."""

    exit_code = 1

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(f"{first.location}: {first.code} {first.message}", hint=first.hint)
        self.problems = problems

    def __reduce__(self) -> tuple[type[InvalidRecord], tuple[tuple[Problem, ...]]]:
        """Pickled by its problems: a worker process raises it in its caller."""
        return type(self), (self.problems,)
