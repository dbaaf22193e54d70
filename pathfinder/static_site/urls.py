"""The addresses that pages of the static site have: the portal's, and a start page and a search of its own."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from pathfinder import urls

from . import views

urlpatterns = [
    path("", views.start, name="root"),
    *i18n_patterns(
        path("search/", views.search, name="static-search"),
        path("search/index.js", views.search_index, name="static-search-index"),
    ),
    *urls.urlpatterns,
]

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
