from django import template
from django.db.models import Model
from django.utils.translation import get_language

from library.texts import Text, best, languages_of

register = template.Library()


@register.filter
def text(record: Model, field: str) -> Text | None:
    """{{ event|text:"description" }}: in the reader's language, or in another and then it says so."""
    return best(languages_of(record, field), get_language())


@register.filter
def bare(record: Model, field: str) -> str:
    """{{ event|bare:"name" }}: the same for headings, links and cells, without the remark."""
    found = text(record, field)
    return found.bare if found else ""
