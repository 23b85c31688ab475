"""Who may read a note, and the parts of a journey a partner may be shown."""

from enum import StrEnum


class Visibility(StrEnum):
    """Who reads a note, from the fewest to the most."""

    AUTHOR = "author"
    TEAM = "team"
    HOST = "host"
    SHARED = "shared"


VISIBILITY_NAMES = {
    Visibility.AUTHOR: "L'auteur·rice et le ou la référent·e",
    Visibility.TEAM: "L'équipe du KPA",
    Visibility.HOST: "L'équipe du KPA et la structure de portage",
    Visibility.SHARED: "L'équipe, la structure de portage et la personne",
}


class Part(StrEnum):
    """What a partner may be shown of one journey."""

    SITUATION = "situation"
    STAGES = "stages"
    GOALS = "goals"
    BARRIERS = "barriers"
    ORIENTATIONS = "orientations"
    SKILLS = "skills"
    NOTES = "notes"


PART_NAMES = {
    Part.SITUATION: "La situation à l'entrée",
    Part.STAGES: "Les étapes du parcours",
    Part.GOALS: "Les objectifs et les prochains pas",
    Part.BARRIERS: "Les freins",
    Part.ORIENTATIONS: "Les orientations",
    Part.SKILLS: "Les compétences reconnues",
    Part.NOTES: "Les notes partagées avec la personne",
}
