from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """{{ source.language|language_name }}: in the reader's language; the code where Django has no name for it."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


@register.filter
def quoted_in(text: str, code: str) -> str:
    """{{ locator|quoted_in:"en" }}: quoted words, marked with their language where it is not the reader's."""
    if code == get_language():
        return text
    try:
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        direction = "auto"
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction, text)
