"""URLs of the poll: those of the survey app at the root."""

from django.urls import include, path

urlpatterns = [path("", include("survey.urls"))]
