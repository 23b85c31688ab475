"""Addresses of notes, handovers, openings and replies."""

from django.urls import URLPattern, path

from maille.journeys.views import my_notes, notes, openings, relays, replies

urlpatterns: list[URLPattern] = [
    path("parcours/<int:journey_id>/notes/", notes.notes, name="notes"),
    path("parcours/<int:journey_id>/notes/ecrire/", notes.write, name="write_note"),
    *(path(f"notes/<int:note_id>/{verb}/", notes.change, {"verb": verb}, name=f"note_{verb}") for verb in notes.VERBS),
    path("notes/relire/", notes.note_hints, name="note_hints"),
    path("parcours/<int:journey_id>/relais/", relays.handover, name="handover"),
    path("relais/", relays.handover_all, name="handover_all"),
    path("parcours/<int:journey_id>/partages/", openings.openings, name="openings"),
    path("parcours/<int:journey_id>/partages/<int:opening_id>/arreter/", openings.close, name="close_opening"),
    path("parcours/<int:journey_id>/saisi-pour/", replies.behalf, name="behalf"),
    path("parcours/<int:journey_id>/repondre/<slug:subject>/<int:record_id>/", replies.reply_for, name="reply_for"),
    path("reponses/", replies.replies, name="replies"),
    path("reponses/<int:reply_id>/", replies.answer, name="answer"),
    path("dossiers-ouverts/", openings.open_files, name="open_files"),
    path("dossiers-ouverts/<int:opening_id>/", openings.open_file, name="open_file"),
    path("mon-parcours/notes/", my_notes.my_notes, name="my_notes"),
    path("mon-parcours/repondre/<slug:subject>/<int:record_id>/", my_notes.my_reply, name="my_reply"),
    path("mon-parcours/lectures/", my_notes.my_reads, name="my_reads"),
    path("mon-parcours/saisi-pour-moi/", my_notes.my_behalf, name="my_behalf"),
    path("mon-parcours/partages/<int:opening_id>/arreter/", my_notes.stop_sharing, name="stop_sharing"),
]
