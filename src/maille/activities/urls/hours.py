"""Addresses: hours."""

from django.urls import URLPattern, path

from maille.activities.views import expenses, hours, hours_list, job_hours, my_expenses, my_hours, roles

urlpatterns: list[URLPattern] = [
    path("roles/", roles.roles, name="roles"),
    path("roles/<int:role_id>/nature/", roles.kind, name="role_kind"),
    path("roles/<int:role_id>/retirer/", roles.retire, name="role_retire"),
    path("roles/<int:role_id>/reprendre/", roles.restore, name="role_restore"),
    path("prestations/<int:job_id>/heures/", job_hours.job_hours, name="job_hours"),
    path("prestations/<int:job_id>/heures/toutes/", job_hours.note_everybody, name="job_hours_everybody"),
    path("prestations/<int:job_id>/heures/inscrits/<int:sign_up_id>/", job_hours.note, name="job_hours_note"),
    path("heures/", hours_list.hours, name="hours"),
    path("heures/fichier/", hours_list.file, name="hours_file"),
    path("heures/noter/", hours.new, name="hours_new"),
    path("heures/confirmer/", hours.confirm, name="hours_confirm"),
    path("heures/<int:contribution_id>/corriger/", hours.correct, name="hours_correct"),
    path("heures/<int:contribution_id>/retirer/", hours.withdraw, name="hours_withdraw"),
    path("frais/", expenses.expenses, name="expenses"),
    path("frais/fichier/", expenses.file, name="expenses_file"),
    path("frais/noter/", expenses.new, name="expense_new"),
    path("frais/<int:expense_id>/corriger/", expenses.correct, name="expense_correct"),
    path("frais/<int:expense_id>/retirer/", expenses.withdraw, name="expense_withdraw"),
    path("frais/<int:expense_id>/ticket/", expenses.receipt, name="expense_receipt"),
    path("mes-heures/", my_hours.my_hours, name="my_hours"),
    path("mes-heures/inscriptions/<int:sign_up_id>/", my_hours.note, name="my_hours_note"),
    path("mes-heures/<int:contribution_id>/corriger/", my_hours.correct, name="my_hours_correct"),
    path("mes-heures/<int:contribution_id>/retirer/", my_hours.withdraw, name="my_hours_withdraw"),
    path("mes-heures/frais/", my_expenses.my_expenses, name="my_expenses"),
    path("mes-heures/frais/<int:expense_id>/retirer/", my_expenses.withdraw, name="my_expense_withdraw"),
    path("mes-heures/frais/<int:expense_id>/ticket/", my_expenses.receipt, name="my_expense_receipt"),
]
