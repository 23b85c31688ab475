"""The log of reads."""

from django.urls import path

from maille.journeys.views import reads

urlpatterns = [path("consultations/", reads.reads, name="reads")]
