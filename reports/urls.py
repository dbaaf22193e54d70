from django.urls import include, path

from . import follow_views, preview, publish_views, views
from .api import documentation
from .data import views as data_views

app_name = "reports"

urlpatterns = [
    path("", views.home, name="home"),
    path("countries/", views.country_list, name="country-list"),
    path("countries/<slug:slug>/", views.country, name="country"),
    path("countries/<slug:slug>/report.pdf", views.country_pdf, name="country-pdf"),
    path("countries/<slug:slug>/editions/", views.edition_list, name="edition-list"),
    path("countries/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("countries/<slug:slug>/editions/<int:number>/report.pdf", views.edition_pdf, name="edition-pdf"),
    path("countries/<slug:slug>/editions/<int:number>/changes/", views.edition_changes, name="edition-changes"),
    path(
        "countries/<slug:slug>/editions/<int:number>/edition.<str:kind>", data_views.edition_data, name="edition-data"
    ),
    path(
        "countries/<slug:slug>/editions/<int:number>/cite.<str:kind>",
        data_views.edition_citation,
        name="edition-citation",
    ),
    path("countries/<slug:slug>/card.png", views.country_picture, name="country-picture"),
    path("countries/<slug:slug>/editions/<int:number>/card.png", views.edition_picture, name="edition-picture"),
    path(
        "countries/<slug:slug>/editions/<int:number>/files/<str:sha256>/",
        views.edition_file,
        name="edition-file",
    ),
    path("", include("reports.global_report.urls")),
    path("desk/publish/", publish_views.publish_list, name="publish-list"),
    path("desk/publish/files/", publish_views.publish_files, name="publish-files"),
    path("desk/<slug:slug>/preview/", preview.preview, name="preview"),
    path("desk/<slug:slug>/publish/", publish_views.publish, name="publish"),
    path("desk/<slug:slug>/publish/report/", publish_views.publish_report, name="publish-report"),
    path("desk/<slug:slug>/publish/pdfs/", publish_views.publish_pdfs, name="publish-pdfs"),
    path("desk/<slug:slug>/editions/<int:number>/withdraw/", publish_views.withdraw, name="withdraw"),
    path("themes/", views.theme_list, name="theme-list"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("compare/", views.comparison, name="compare"),
    path("library/good-practices/", views.practice_list, name="practice-list"),
    path("search/", views.search, name="search"),
    path("data/", data_views.home, name="data"),
    path("data/api/", documentation.page, name="api-docs"),
    path("follow/", follow_views.follow, name="follow"),
    path("follow/sent/", follow_views.follow_sent, name="follow-sent"),
    path("follow/confirm/<str:token>/", follow_views.follow_confirm, name="follow-confirm"),
    path("follow/stop/<str:token>/", follow_views.follow_stop, name="follow-stop"),
    path("feed.atom", follow_views.feed, name="feed"),
    path("countries/<slug:slug>/feed.atom", follow_views.country_feed, name="country-feed"),
    path("themes/<slug:slug>/feed.atom", follow_views.theme_feed, name="theme-feed"),
]
