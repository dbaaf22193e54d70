from django.urls import path

from . import preview, views

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
    path("countries/<slug:slug>/card.png", views.country_picture, name="country-picture"),
    path("countries/<slug:slug>/editions/<int:number>/card.png", views.edition_picture, name="edition-picture"),
    path("desk/<slug:slug>/preview/", preview.preview, name="preview"),
    path("themes/", views.theme_list, name="theme-list"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("compare/", views.comparison, name="compare"),
    path("library/good-practices/", views.practice_list, name="practice-list"),
    path("search/", views.search, name="search"),
]
