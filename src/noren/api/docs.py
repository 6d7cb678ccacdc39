"""The pages about the API: a reference to read, and Swagger UI as a console to try it, both from this host alone."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from noren.api.reference import prose, sections_of

_CONSOLE = {
    "persistAuthorization": True,
    "validatorUrl": "none",  # it would send the description to another host
    "docExpansion": "none",  # all operations at once take seconds to draw
    "defaultModelsExpandDepth": -1,
    "deepLinking": False,  # it puts a link into each button
    "syntaxHighlight": {"activated": False},  # its red is too dark on its grey
    "layout": "BaseLayout",
}


class Docs(DocsBase):
    """The reference: every operation with its members, examples and refusals, without JavaScript."""

    def __init__(self) -> None:
        self.page = ""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page, made from the description at the first question."""
        if not self.page:
            context = {
                "api": api,
                "about": prose(api.description),
                "sections": sections_of(api.get_openapi_schema()),
                "openapi_url": self.get_openapi_url(api, kwargs),
                "console_url": reverse("api-console"),
            }
            self.page = render_to_string("noren_api/docs.html", context)
        return HttpResponse(self.page)


def console(request: HttpRequest) -> HttpResponse:
    """Swagger UI, to try operations with a token of one's own."""
    address = reverse("api:openapi-json")
    return render(request, "noren_api/console.html", {"settings": json.dumps({**_CONSOLE, "url": address})})
