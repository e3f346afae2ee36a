"""Why a template is refused, as the child process says it to who started it."""


class TemplateRefusedError(Exception):
    """A template cannot be used: the code of an error, and its details."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code, self.details = code, details
