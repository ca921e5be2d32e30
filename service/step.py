"""Something the supervisor does once, in its place between two processes."""

from collections.abc import Callable


class Step:
    """Something to be done once, between two processes. It counts as running for ever."""

    def __init__(self, name: str, do: Callable[[], None]) -> None:
        self.name = name
        self._do = do

    def launch(self) -> None:
        """Do it."""
        self._do()

    def ready(self) -> bool:
        """It is done when `launch` returns."""
        return True

    def alive(self) -> bool:
        """Nothing can fall."""
        return True

    def exit_code(self) -> int | None:
        """It has none."""
        return None

    def stop(self) -> None:
        """Nothing to stop."""

    def kill(self) -> None:
        """Nothing to end."""

    def sweep(self) -> bool:
        """Nothing is left behind."""
        return False

    def turn_log(self) -> None:
        """It has no log."""

    def last_words(self) -> str:
        """It has no log."""
        return ""
