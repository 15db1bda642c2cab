"""The paths of one chat. The same pages are mounted once for each prefix."""

from __future__ import annotations

from aiohttp import web

from bot.channels.webchat.demo import DemoPhone
from bot.channels.webchat.desk import Desk
from bot.channels.webchat.pictures import Pictures
from bot.channels.webchat.signin import SignIn
from bot.channels.webchat.taking_home import TakingHome
from bot.channels.webchat.talk import Talk
from bot.dialogue.say import say
from bot.web import texts
from bot.web.security import Handler


def chat_routes(desk: Desk) -> list[web.RouteDef]:
    at, signin, talk, pictures = desk.prefix, SignIn(desk), Talk(desk), Pictures(desk)
    home = TakingHome(desk)
    routes = [
        web.get(f"{at}/", signin.front),
        web.post(f"{at}/", signin.start),
        web.get(f"{at}/in/{{token}}", signin.look),
        web.post(f"{at}/in/{{token}}", signin.enter),
        web.get(f"{at}/out", signin.ask_out),
        web.post(f"{at}/out", signin.out),
        web.get(f"{at}/data/{{token}}", home.own_data),
        web.get(f"{at}/table/{{token}}", home.table),
        web.get(f"{at}/calendar/{{token}}", home.calendar),
        web.get(f"{at}/chat", talk.chat),
        web.get(f"{at}/chat/ws", talk.socket),
        web.get(f"{at}/chat/poll", talk.poll),
        web.post(f"{at}/chat/send", talk.send),
        web.get(f"{at}/chat/older", talk.older),
        web.post(f"{at}/chat/upload", pictures.upload),
        web.get(f"{at}/chat/upload/{{id:[0-9]+}}", pictures.own),
        web.get(f"{at}/chat/photo/{{id:[0-9]+}}", pictures.photo),
        web.get(f"{at}/chat/code/{{id:[0-9]+}}", pictures.code),
        web.get(f"{at}/app.webmanifest", manifest(desk)),
    ]
    if at:
        routes.append(web.get(at, signin.add_slash))
    if desk.demo is not None:
        routes.append(web.post(f"{at}/be", DemoPhone(desk, desk.demo).be))
    return routes


def manifest(desk: Desk) -> Handler:
    """So that the chat can stand on a phone's first screen with a picture of its own."""

    async def handler(request: web.Request) -> web.StreamResponse:
        icon = {"src": "/static/house-180.png", "sizes": "180x180", "type": "image/png"}
        drawn = {"src": "/static/house.svg", "sizes": "any", "type": "image/svg+xml"}
        body = {
            "name": say(texts.CHROME["name"], "zh"),
            "short_name": say(texts.CHROME["name"], "zh"),
            "start_url": f"{desk.prefix}/",
            "scope": f"{desk.prefix}/",
            "display": "standalone",
            "background_color": "#f3eee3",
            "theme_color": "#fffdf8",
            "icons": [drawn, icon],
        }
        return web.json_response(body, content_type="application/manifest+json")

    return handler
