"""The site's table of contents."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from events.views import calendar
from reports.data.views import file as data_file
from reports.follow_views import feed

from . import views

# One way in: with the second factor and the throttle.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", views.to_readers_language, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("events.ics", calendar, name="calendar"),  # in the language that is asked for, as / is
    path("feed.atom", feed, name="feed"),  # the same
    path("data/", views.to_readers_language, name="data"),
    path("data/<str:name>", data_file, name="data-file"),
    path("api/", include("reports.api.urls")),
    path("admin/", admin.site.urls),
]

urlpatterns += i18n_patterns(
    path("styleguide/", views.style_guide, name="styleguide"),
    path("", include("reports.urls")),
    path("events/", include("events.urls")),
    path("", include("library.urls")),
    path("account/", include("accounts.urls")),
    path("desk/mail/", include("accounts.mail_urls")),
    path("desk/people/", include("countries.urls")),  # before the countries' own pages under desk/
    path("desk/", include("priorities.urls")),
)

handler400 = "pathfinder.views.bad_request"
handler403 = "pathfinder.views.forbidden"
handler404 = "pathfinder.views.not_found"
handler500 = "pathfinder.views.server_error"
