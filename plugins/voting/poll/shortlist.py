"""Context processor: the ballot's choices, with the one named by the URL or the form marked as chosen."""

from django.conf import settings
from django.http import HttpRequest


def shortlist(request: HttpRequest) -> dict[str, object]:
    """Return the poll's title and its choices in order, for every template."""
    chosen = request.POST.get("question_1") or request.GET.get("entry")
    choices = [{**choice, "chosen": choice["slug"] == chosen} for choice in settings.TERMS["choices"]]
    return {"title": settings.TERMS["title"], "choices": choices}
