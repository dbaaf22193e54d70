import html
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token

register = template.Library()


class LineNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Any) -> str:
        context[self.name] = " ".join(html.unescape(self.nodelist.render(context)).split())
        return ""


@register.tag
def line(parser: Parser, token: Token) -> LineNode:
    """{% line title %}…{% endline %}: keeps what stands between as one line of plain text, under that name.

    A block can be written out once only; its text is needed in several places, each of which escapes it for itself.
    """
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endline",))
    parser.delete_first_token()
    return LineNode(nodelist, name)
