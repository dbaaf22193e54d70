from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """{{ source.language|language_name }}: in the reader's language; the code where Django has no name for it."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code
