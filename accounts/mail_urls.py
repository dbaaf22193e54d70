from django.urls import path

from . import mail_views

app_name = "mail"

urlpatterns = [
    path("", mail_views.mails, name="list"),
    path("<int:pk>/again/", mail_views.again, name="again"),
]
