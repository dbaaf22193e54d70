from django.urls import path

from . import views

app_name = "countries"

urlpatterns = [
    path("", views.people, name="people"),
    path("appoint/", views.appoint, name="appoint"),
    path("<int:pk>/end/", views.end_term, name="end-term"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand-over"),
    path("<int:pk>/invite/", views.invite, name="invite"),
]
