"""What the log of reads says, in the person's words; `what` is written by whoever logs (identity.models.log_access)."""

WORDS = {
    "fiche": "votre fiche",
    "liste": "votre nom dans une liste",
    "export": "vos données dans un export",
    "bilan": "votre situation dans un bilan détaillé",
    "parcours": "votre parcours",
    "avant de travailler": "ce qu'il faut avant de travailler",
    "IBAN entier": "votre IBAN en entier",
    "contrats": "vos contrats",
    "compétences": "vos compétences",
    "badges emportés": "vos badges de compétences",
    "feuille d'atelier": "votre nom sur la feuille d'un atelier",
    "fiche navette": "la fiche envoyée à l'assureur",
    "droits": "ce que vous avez demandé sur vos données",
    "document": "un de vos documents",
    "notes": "les notes sur votre parcours",
    "relais": "ce qui sera transmis à une autre personne",
    "réponse": "votre réponse",
    "saisi pour": "ce qui a été saisi pour vous",
    "heures": "le temps que vous avez donné",
    "heures (fichier)": "le temps que vous avez donné, dans un fichier",
    "frais": "ce que vous avez avancé",
    "feuille de prestation": "votre nom sur la feuille d'une prestation",
    "IBAN, fichier de virements": "votre IBAN, pour vous payer",
    "ticket": "la photo d'un de vos tickets",
    "relevé de compte": "vos comptes dans le groupe",
    "relevé de compte (pdf)": "vos comptes dans le groupe, sur papier",
    "relevé de compte (csv)": "vos comptes dans le groupe, dans un fichier",
    "demande de paie": "votre demande de paie",
    "bulletin de paie": "votre bulletin de paie",
    "attestation de revenus": "votre attestation de revenus",
    "export de paie": "votre paie, dans un fichier",
    "partenaire": "ce que vous avez accepté de montrer à un partenaire",
}
STARTS = {
    "copie : ": "la copie d'une pièce que vous avez donnée",
    "fiche complète": "toute votre fiche, dans un fichier",
    "sa propre copie": "la copie complète de votre fiche",
}
"""How a read with a detail begins → words."""


def words_of(what: str) -> str:
    """What was read, in words; a kind of read this table does not know is named as it was logged."""
    for start, words in STARTS.items():
        if what.startswith(start):
            return words
    return WORDS.get(what, f"votre fiche ({what})" if what else "votre fiche")
