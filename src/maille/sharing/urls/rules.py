"""Addresses: rules, their drafts and decisions, two rules side by side, the scale of a host, the group's rule."""

from django.urls import URLPattern, path

from maille.sharing.views import comparing, drafts, my_rules, rules, scales

urlpatterns: list[URLPattern] = [
    path("regles/", rules.rules, name="rules"),
    path("regles/nouvelle/", rules.rule_new, name="rule_new"),
    path("regles/brouillons/<int:rule_draft_id>/", drafts.rule_draft, name="rule_draft"),
    path("regles/brouillons/<int:rule_draft_id>/retirer/", drafts.rule_draft_remove, name="rule_draft_remove"),
    path("regles/brouillons/<int:rule_draft_id>/adopter/", drafts.rule_adopt, name="rule_adopt"),
    path("regles/<int:rule_id>/", rules.rule, name="rule"),
    path("regles/<int:rule_id>/brouillons/", rules.rule_draft_new, name="rule_draft_new"),
    path("regles/<int:rule_id>/versions/<int:number>/", rules.rule_version, name="rule_version"),
    path("regles/comparer/", comparing.rule_compare, name="rule_compare"),
    path("structures/<int:host_id>/bareme/", scales.scales, name="scales"),
    path("structures/<int:host_id>/bareme/<int:scale_id>/fin/", scales.scale_close, name="scale_close"),
    path("structures/<int:host_id>/bareme/<int:scale_id>/retirer/", scales.scale_remove, name="scale_remove"),
    path("le-groupe/regle/", my_rules.my_rules, name="my_rules"),
]
