"""What can stand in the way of an import, said kindly. ``str()`` is one Japanese sentence for the owner."""

from __future__ import annotations


class ExchangeError(Exception):
    """Something the owner should know. Nothing was written."""


class QuestionOpenError(ExchangeError):
    """The plan waits for an answer (``batch.question``) before it can be accepted."""

    def __init__(self) -> None:
        super().__init__("先に、このファイルについての質問にお答えください。")


class PlanChangedError(ExchangeError):
    """The address book changed since the plan was shown. It has been planned anew and waits for another look."""

    def __init__(self) -> None:
        super().__init__("計画のあとで住所録が変わったので、計画を作り直しました。もう一度ご覧ください。")


class NotPlannedError(ExchangeError):
    """The import is in another state than this needs."""

    def __init__(self, state: str) -> None:
        super().__init__(f"この取り込みは「{state}」になっています。")


class AlreadyRunningError(ExchangeError):
    """The same import is being applied right now, here or in another process."""

    def __init__(self) -> None:
        super().__init__("いま取り込んでいるところです。少しお待ちください。")


class FileGoneError(ExchangeError):
    """The copy kept for the question is no longer there."""

    def __init__(self) -> None:
        super().__init__("お預かりしたファイルがなくなっています。もう一度選んでください。")


class AllEditedError(ExchangeError):
    """Everyone of an import was edited since: there is nothing left to take back. Nothing was undone."""

    def __init__(self) -> None:
        super().__init__(
            "どなたにも、取り込みのあとで手が加えられていました。書かれたことを消さないよう、何も戻さずにおきます。"
        )


class EditedSinceError(ExchangeError):
    """Some people were edited after the import; ``names`` says who. Nothing was undone."""

    def __init__(self, names: list[str]) -> None:
        shown = "、".join(names[:5])
        more = f"ほか{len(names) - 5}名" if len(names) > 5 else ""
        super().__init__(f"取り込みのあとで手を加えた方がいます({shown}{more})。")
        self.names = names
