from django import template

from reports import permissions

register = template.Library()
# {% if user|can_publish %}: the rule itself, so that a link is there for those whom its page answers.
register.filter("can_publish", permissions.can_publish)
