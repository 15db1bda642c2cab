"""Templates into pages, and faults into pages or one-line answers that a person can use."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2
import structlog
from aiohttp import web

from bot.dialogue.say import Language, Text, say
from bot.web import texts
from bot.web.security import REQUEST_ID, ForeignOrigin, Handler

log = structlog.get_logger()


@cache
def environment() -> jinja2.Environment:
    """Autoescape is on for every template, whatever its name ends with."""
    loader = jinja2.ChoiceLoader(
        [
            jinja2.PackageLoader("bot.web"),
            jinja2.PackageLoader("bot.channels.webchat"),
        ]
    )
    return jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )


def asked_language(request: web.Request) -> Language:
    """Chinese at once, unless somebody asked for English on this very page."""
    return "en" if request.query.get("lang") == "en" else "zh"


def page(
    name: str, language: Language, base: str, /, *, status: int = 200, **context: Any
) -> web.Response:
    html = (
        environment()
        .get_template(name)
        .render(lang=language, base=base, w=texts.chrome(language), **context)
    )
    return web.Response(text=html, content_type="text/html", status=status)


def notice(
    language: Language,
    base: str,
    heading: Text,
    *lines: Text,
    status: int = 200,
    reference: str = "",
) -> web.Response:
    """A friendly page with one way on."""
    return page(
        "notice.html",
        language,
        base,
        status=status,
        heading=say(heading, language),
        lines=[say(line, language) for line in lines],
        reference=reference,
    )


def wants_json(request: web.Request) -> bool:
    return "text/html" not in request.headers.get("Accept", "") and request.path != "/"


def plain_refusal(why: Text, language: Language, status: int) -> web.Response:
    return web.json_response({"why": say(why, language)}, status=status)


def _fault_texts(fault: web.HTTPException) -> tuple[Text, Text]:
    if isinstance(fault, ForeignOrigin):
        return texts.FOREIGN_HEADING, texts.FOREIGN
    if fault.status == 429:
        return texts.TOO_MANY_HEADING, texts.TOO_MANY
    if fault.status == 413:
        return texts.TOO_MANY_HEADING, texts.TOO_LARGE
    if fault.status >= 500:
        return texts.BROKEN_HEADING, texts.BROKEN
    return texts.NOT_FOUND_HEADING, texts.NOT_FOUND


def _fault_answer(request: web.Request, fault: web.HTTPException, reference: str) -> web.Response:
    heading, why = _fault_texts(fault)
    language = asked_language(request)
    if wants_json(request):
        return plain_refusal(why, language, fault.status)
    return notice(language, "", heading, why, status=fault.status, reference=reference)


@web.middleware
async def friendly_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No bare error page and no traceback leaves the house; the log has the reference."""
    try:
        return await handler(request)
    except web.HTTPException as fault:
        if fault.status < 400:
            raise
        if isinstance(fault, ForeignOrigin):
            log.warning("foreign_origin", reference=request.get(REQUEST_ID))
        return _fault_answer(request, fault, "")
    except Exception:
        reference = request.get(REQUEST_ID, "")
        log.exception("web_fault", reference=reference, route=route_name(request))
        return _fault_answer(request, web.HTTPInternalServerError(), reference)


def route_name(request: web.Request) -> str:
    """The pattern, never the path: a path may hold a sign-in token."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "none"
