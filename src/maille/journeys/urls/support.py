"""Addresses of a journey's own page and individual support."""

from django.urls import URLPattern, path

from maille.journeys.views import support, support_figures, support_mine, support_records

JOURNEY = "parcours/<int:journey_id>/"
urlpatterns: list[URLPattern] = [
    path(JOURNEY, support.journey, name="journey"),
    path("accompagnement/", support_figures.page, name="support_figures"),
    path("accompagnement/accompagnement.csv", support_figures.file, name="support_figures_file"),
    path(f"{JOURNEY}a-montrer/", support_mine.show, name="show"),
    path("mon-parcours/objectifs/nouveau/", support_mine.my_goal_new, name="my_goal_new"),
    path("mon-parcours/objectifs/<int:goal_id>/fin/", support_mine.my_goal_end, name="my_goal_end"),
    path("mon-parcours/objectifs/<int:goal_id>/pas/", support_mine.my_step_new, name="my_step_new"),
    path("mon-parcours/pas/<int:step_id>/fait/", support_mine.my_tick, name="my_tick"),
    path(f"{JOURNEY}pas/<int:step_id>/fait/", support_records.tick, name="tick_step"),
    path(f"{JOURNEY}objectifs/<int:goal_id>/atteint/", support_records.reach, name="reach_goal"),
    path(f"{JOURNEY}objectifs/<int:goal_id>/pas/nouveau/", support_records.add_step, name="new_step"),
]
for key, kind in support_records.KINDS.items():
    one = f"{JOURNEY}{kind.slug}/<int:{key}_id>/"
    if key != "step":
        urlpatterns.append(
            path(f"{JOURNEY}{kind.slug}/{kind.new}/", support_records.add, {"key": key}, name=f"new_{key}")
        )
    urlpatterns += [
        path(one, support_records.record, {"key": key}, name=key),
        path(f"{one}retirer/", support_records.remove, {"key": key}, name=f"remove_{key}"),
    ]
