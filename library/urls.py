from django.urls import path

from . import views

app_name = "library"

urlpatterns = [
    path("library/", views.home, name="home"),
    path("about/", views.page, {"slug": "about"}, name="about"),
    path("accessibility/", views.page, {"slug": "accessibility"}, name="accessibility"),
    path("privacy/", views.page, {"slug": "privacy"}, name="privacy"),
]
