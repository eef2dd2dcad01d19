"""Addresses of the poll: those of the survey, from the root on."""

from django.urls import include, path

urlpatterns = [path("", include("survey.urls"))]
