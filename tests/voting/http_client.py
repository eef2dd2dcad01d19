"""A visitor of the poll without script: loads the ballot, keeps its cookies, submits its form."""

from __future__ import annotations

import urllib3
from bs4 import BeautifulSoup

POOL = urllib3.PoolManager(retries=False)


def ballot(url: str) -> tuple[BeautifulSoup, str]:
    """The ballot's page, and the cookies to send back."""
    answer = POOL.request("GET", url)
    assert answer.status == 200
    cookies = "; ".join(cookie.partition(";")[0] for cookie in answer.headers.getlist("Set-Cookie"))
    return BeautifulSoup(answer.data, "html.parser"), cookies


def chosen(page: BeautifulSoup) -> list[str]:
    """The entries that are chosen in the form."""
    return [str(radio["value"]) for radio in page.select("input[type=radio][checked]")]


def vote(url: str, slug: str | None = None, cookies: str | None = None) -> BeautifulSoup:
    """Submit the form as a browser would, with what it has chosen or with this slug; the page that follows."""
    page, given = ballot(url)
    token = page.select_one("input[name=csrfmiddlewaretoken]")
    assert token
    picked = [("question_1", each) for each in ([slug] if slug else chosen(page))]
    fields = [("csrfmiddlewaretoken", str(token["value"])), *picked]
    headers = {"Cookie": given if cookies is None else cookies}
    answer = POOL.request("POST", url, fields=fields, headers=headers, redirect=False)
    if answer.status == 302:
        answer = POOL.request("GET", urllib3.util.parse_url(url)._replace(path=answer.headers["Location"]).url)
    return BeautifulSoup(answer.data, "html.parser")
