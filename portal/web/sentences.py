"""Sentences of templates in the reader's language, put in when a template is compiled."""

from collections.abc import Callable, Iterable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_CALL = ("name", "lparen", "string", "rparen")


class Sentences(Extension):
    """``_('Fee')`` is the sentence itself; with values, ``_('${n} days', n=3)``, it stays a call.

    One process speaks one language; the environment's ``sentence`` translates.
    """

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Without the calls that need nothing from the page."""
        return self._spoken(list(stream))

    def _spoken(self, tokens: list[Token]) -> Iterator[Token]:
        speak: Callable[[str], str] = vars(self.environment)["sentence"]
        at = 0
        while at < len(tokens):
            token, call = tokens[at], tokens[at : at + len(_CALL)]
            if token.value == "_" and tuple(each.type for each in call) == _CALL:
                yield Token(token.lineno, "string", speak(call[2].value))
                at += len(_CALL)
            else:
                yield token
                at += 1
