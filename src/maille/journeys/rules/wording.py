"""Factual notes: words that judge, and words that name an illness, with what to write instead.

Notes say what was seen or said (mission rules, "Personal data": notes factual, accessible to the person; health only if
necessary, never a diagnosis). These hints never stop anybody: who writes decides. The lists are design choices, to be
lengthened as the field meets other words.
"""

import re
from dataclasses import dataclass

from maille.journeys.rules.nir import find_nirs
from maille.network.rules.names import fold

JUDGEMENT = "judgement"
DIAGNOSIS = "diagnosis"
NIR = "nir"

JUDGEMENTS = {
    r"faineant(?:e|es|s|ise)?|feignant(?:e|es|s)?|feignasse": "ce qui était prévu, et ce qui a été fait",
    r"paresseu(?:x|se|ses)|flemmard(?:e|es|s)?|tire[- ]au[- ]flanc": "ce qui était prévu, et ce qui a été fait",
    r"menteu(?:r|rs|se|ses)|mytho(?:s|mane)?|ment(?= (?:toujours|tout le temps|souvent))": (
        "ce que la personne a dit, et ce qui a été vu"
    ),
    r"(?:pas|peu|plus|aucunement|jamais) (?:du tout |tres |vraiment )?motive(?:e|es|s)?": (
        "ce que la personne a dit vouloir, ses venues et ses absences"
    ),
    r"aucune (?:motivation|volonte)|manque de (?:motivation|volonte)|mauvaise volonte": (
        "ce que la personne a dit vouloir, ses venues et ses absences"
    ),
    r"(?:ne fait|fait) (?:aucun|pas d)['’ ]?efforts?": "ce qui a été proposé, et ce que la personne a répondu",
    r"agressi(?:f|fs|ve|ves)|violent(?:e|es|s)?": "les mots ou les gestes, le jour et le lieu",
    r"caracteriel(?:le|les|s)?|hysterique(?:s)?|ingerable(?:s)?|insupportable(?:s)?|penible(?:s)?": (
        "les mots ou les gestes, le jour et le lieu"
    ),
    r"immature(?:s)?|irresponsable(?:s)?|infantile(?:s)?": "ce que la personne a fait ou dit",
    r"manipulat(?:eur|eurs|rice|rices)|profiteu(?:r|rs|se|ses)|assiste(?:e|es|s)(?! par| de| a| d)|cas soc(?:ial)?": (
        "ce que la personne a demandé, et ce qui lui a été répondu"
    ),
    r"sale(?:s)?|neglige(?:e|es|s)|cradingue(?:s)?|pue": "ce qui gêne, et seulement si cela change le travail",
    r"bete(?:s)?|idiot(?:e|es|s)?|stupide(?:s)?|debile(?:s)?|limite(?:e|es|s) intellectuellement": (
        "ce que la personne sait faire, et ce avec quoi elle a besoin d'aide"
    ),
    r"nul(?:le|les|s)?(?= en| au| pour| !)|incapable(?:s)?|bon(?:ne)? a rien": (
        "ce que la personne sait faire, et ce avec quoi elle a besoin d'aide"
    ),
    r"instable(?:s)?|pas fiable(?:s)?|pas serieu(?:x|se|ses)": "les dates : venues, retards, absences",
    r"toujours en retard|jamais a l['’ ]heure": "les dates et les heures",
    r"(?:elle|il) exagere|se victimise|joue la victime|fait du cinema": "ce que la personne a dit",
}
"""Pattern of a word that judges, on folded text → what to write instead."""

DIAGNOSES = (
    r"depressi(?:f|fs|ve|ves)|depression|burn[- ]?out|bipolaire(?:s)?|bipolarite|schizophren(?:e|es|ie)",
    r"psychotique(?:s)?",
    r"borderline|parano(?:iaque|iaques|ia)?|nevros(?:e|ee|ees)|nevrotique(?:s)?|autis(?:te|tes|me)|asperger|tdah",
    r"hyperacti(?:f|ve|vite)|dyslexi(?:e|que|ques)|alcoolique(?:s)?|alcoolisme",
    r"toxico(?:s|mane|manes|manie)?|drogue(?:e|es)",
    r"cancer|diabet(?:e|ique|iques)|epilep(?:sie|tique|tiques)|vih|seropositi(?:f|ve)|sida|hepatite|sclerose|endometriose",
    r"suicidaire(?:s)?|anorexi(?:e|que)|boulimi(?:e|que)|phobique(?:s)?|addict(?:e|es|s|ion|ions)?",
    r"(?:souffre|atteinte?|malade) (?:de |d['’ ])\w+|antidepresseur(?:s)?|neuroleptique(?:s)?|methadone|diagnosti\w+",
)
"""Patterns of words that name an illness, a treatment or a diagnosis, on folded text."""
HEALTH = "la conséquence utile (« ne porte pas de charges », « préfère le matin »), avec l'accord de la personne"


@dataclass(frozen=True)
class Hint:
    """One place of a text worth reading again: what kind, the words as typed, and a sentence."""

    kind: str
    words: str
    start: int
    sentence: str


def hints(text: str) -> tuple[Hint, ...]:
    """What to read again in a note, in the order of the text; each word once."""
    folded = fold_in_place(text)
    found = [
        Hint(NIR, each.text, each.start, "« {} » ressemble à un numéro de sécurité sociale. Retirez-le.")
        for each in find_nirs(text)
    ]
    for pattern, instead in JUDGEMENTS.items():
        found += matches(pattern, folded, text, JUDGEMENT, f"« {{}} » est un jugement. Écrivez plutôt {instead}.")
    for pattern in DIAGNOSES:
        found += matches(
            pattern,
            folded,
            text,
            DIAGNOSIS,
            f"« {{}} » parle de santé. Pas de diagnostic ici. Écrivez plutôt {HEALTH}.",
        )
    seen: set[str] = set()
    told = []
    for hint in sorted(found, key=lambda each: each.start):
        if (key := fold(hint.words)) not in seen:
            seen.add(key)
            told.append(Hint(hint.kind, hint.words, hint.start, hint.sentence.format(hint.words)))
    return tuple(told)


def matches(pattern: str, folded: str, text: str, kind: str, sentence: str) -> list[Hint]:
    """Whole words only."""
    return [
        Hint(kind, text[match.start() : match.end()], match.start(), sentence)
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", folded)
    ]


def fold_in_place(text: str) -> str:
    """Without case nor accents, each letter staying at its place, so that matches can be shown as typed."""
    return "".join((fold(letter) or letter)[:1] if letter.isalpha() else letter for letter in text)
