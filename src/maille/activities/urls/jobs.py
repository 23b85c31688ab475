"""Addresses: jobs."""

from django.urls import URLPattern, path

from maille.activities.views import jobs, planning, shifts, today

urlpatterns: list[URLPattern] = [
    path("prestations/", jobs.jobs, name="jobs"),
    path("prestations/fichier/", jobs.file, name="jobs_file"),
    path("prestations/nouvelle/", jobs.new, name="job_new"),
    path("prestations/<int:job_id>/", jobs.job, name="job"),
    path("prestations/<int:job_id>/corriger/", jobs.correct, name="job_correct"),
    path("prestations/<int:job_id>/etat/", jobs.move, name="job_move"),
    path("prestations/<int:job_id>/annuler/", jobs.cancel, name="job_cancel"),
    path("prestations/<int:job_id>/refaire/", jobs.repeat, name="job_repeat"),
    path("prestations/<int:job_id>/feuille/", planning.sheet, name="job_sheet"),
    path("prestations/<int:job_id>/creneaux/nouveau/", shifts.new, name="shift_new"),
    path("prestations/<int:job_id>/engagements/nouveau/", shifts.promise, name="promise"),
    path("prestations/creneaux/<int:shift_id>/", shifts.shift, name="shift"),
    path("prestations/creneaux/<int:shift_id>/corriger/", shifts.correct, name="shift_correct"),
    path("prestations/creneaux/<int:shift_id>/retirer/", shifts.remove, name="shift_remove"),
    path("prestations/creneaux/<int:shift_id>/inscrire/", shifts.sign_up, name="sign_up"),
    path("prestations/inscriptions/<int:sign_up_id>/retirer/", shifts.withdraw, name="sign_up_withdraw"),
    path("prestations/inscriptions/<int:sign_up_id>/prevenue/", shifts.told, name="sign_up_told"),
    path("prestations/inscriptions/<int:sign_up_id>/presence/", shifts.mark, name="sign_up_mark"),
    path("prestations/engagements/<int:planned_work_id>/retirer/", shifts.withdraw_promise, name="promise_withdraw"),
    path("planning/", planning.planning, name="planning"),
    path("parcours/<int:journey_id>/planning/", planning.journey_planning, name="journey_planning"),
    path("aujourdhui/", today.today, name="today"),
    path("mes-prestations/<int:job_id>/", today.my_job, name="my_job"),
    path("mes-prestations/creneaux/<int:shift_id>/je-viens/", today.come, name="my_shift_come"),
    path("mes-prestations/creneaux/<int:shift_id>/je-ne-viens-plus/", today.leave, name="my_shift_leave"),
]
