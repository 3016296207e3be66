"""How a file is refused."""


class FileSetAside(Exception):  # noqa: N818 - an outcome, not a fault of the program
    """The file cannot be used; `code` is a file-level code of `schemas/reasons.yml`. Holds no cell of the file."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
