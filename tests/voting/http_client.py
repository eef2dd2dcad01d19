"""A voter without script: loads the ballot, keeps its cookies, submits its form."""

from __future__ import annotations

import urllib3
from bs4 import BeautifulSoup

POOL = urllib3.PoolManager(retries=False)


def load_ballot(url: str) -> tuple[BeautifulSoup, str]:
    """Load the ballot: its page, and the cookies to send back."""
    response = POOL.request("GET", url)
    assert response.status == 200
    cookies = "; ".join(cookie.partition(";")[0] for cookie in response.headers.getlist("Set-Cookie"))
    return BeautifulSoup(response.data, "html.parser"), cookies


def chosen_entries(page: BeautifulSoup) -> list[str]:
    """Find the entries chosen in the form."""
    return [str(radio["value"]) for radio in page.select("input[type=radio][checked]")]


def vote(url: str, slug: str | None = None, cookies: str | None = None) -> BeautifulSoup:
    """Submit the form as a browser would, with its chosen entry or with this slug, and return the next page."""
    page, ballot_cookies = load_ballot(url)
    token = page.select_one("input[name=csrfmiddlewaretoken]")
    assert token
    choices = [("question_1", entry) for entry in ([slug] if slug else chosen_entries(page))]
    fields = [("csrfmiddlewaretoken", str(token["value"])), *choices]
    headers = {"Cookie": ballot_cookies if cookies is None else cookies}
    response = POOL.request("POST", url, fields=fields, headers=headers, redirect=False)
    if response.status == 302:
        response = POOL.request("GET", urllib3.util.parse_url(url)._replace(path=response.headers["Location"]).url)
    return BeautifulSoup(response.data, "html.parser")
