from django import template

from countries import permissions

register = template.Library()
# {% if user|can_appoint %}: the rule itself, so that a link is there for those whom its page answers.
register.filter("can_appoint", permissions.can_appoint)
