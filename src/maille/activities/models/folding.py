"""Searching texts as people type them: no case, no accent (network.rules.names.fold), on both databases."""

from typing import Any, TypeVar

from django.db.backends.signals import connection_created
from django.db.models import Func, QuerySet, TextField, Value
from django.db.models.functions import Concat

from maille.network.rules.names import fold

Q = TypeVar("Q", bound=QuerySet[Any])

FUNCTION = "maille_fold"
"""What SQLite calls: it knows neither case nor accents beyond English letters."""
PLAIN = {
    "a": "àâäáãåÀÂÄÁÃÅ", "c": "çÇ", "e": "éèêëÉÈÊË", "i": "îïíìÎÏÍÌ", "n": "ñÑ", "o": "ôöóõòøÔÖÓÕÒØ",
    "u": "ùûüúÙÛÜÚ", "y": "ÿŸ", " ": "-'’.",
}  # fmt: skip
"""Plain sign → those PostgreSQL takes for it."""
SPACES = str.maketrans("-'.", "   ")
LONG = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}


class Folded(Func):
    """A text without case nor accents."""

    function = "LOWER"
    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By our own function: a replacement for each sign would be more than its parser holds."""
        return self.as_sql(compiler, connection, function=FUNCTION)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """All single signs at once, then those written with two letters."""
        sql, params = self.as_sql(compiler, connection)
        plain = "".join(plain * len(signs) for plain, signs in PLAIN.items())
        sql, given = f"TRANSLATE({sql}, %s, %s)", [*params, "".join(PLAIN.values()), plain]
        for sign, letters in LONG.items():
            sql, given = f"REPLACE({sql}, %s, %s)", [*given, sign, letters]
        return sql, given


def with_words(found: Q, words: str, *fields: str) -> Q:
    """Those whose texts, taken together, hold every word typed."""
    texts = [part for field in fields for part in (field, Value(" "))]
    found = found.alias(folded_texts=Folded(Concat(*texts, output_field=TextField())))
    for word in fold(words.replace("\0", " ")).split():  # PostgreSQL takes no NUL
        found = found.filter(folded_texts__contains=word)
    return found


def quickly(text: str) -> str:
    """The same as `fold`, sooner for what has no accent: a search reads every job."""
    return " ".join(text.lower().translate(SPACES).split()) if text.isascii() else fold(text)


def declare() -> None:
    """Give our function to every connection to SQLite; called when the app is ready."""
    connection_created.connect(teach, dispatch_uid=FUNCTION)


def teach(connection: Any, **signal: Any) -> None:
    """One connection to SQLite learns it."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, quickly, deterministic=True)
