"""The entries as the ballot shows them, with the one chosen that its address or its form names."""

from django.conf import settings
from django.http import HttpRequest


def shortlist(request: HttpRequest) -> dict[str, object]:
    """What every template of the poll can show: its title, and its choices in their order."""
    chosen = request.POST.get("question_1") or request.GET.get("entry")
    choices = [{**choice, "chosen": choice["slug"] == chosen} for choice in settings.TERMS["choices"]]
    return {"title": settings.TERMS["title"], "choices": choices}
