"""What the secretariat's screens are called."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_title = _("Pathfinder countries")
admin.site.site_header = _("Pathfinder countries: secretariat")
admin.site.index_title = _("Records")
