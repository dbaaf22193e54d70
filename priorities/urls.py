from django.urls import path

from . import cycle_views, evidence_views, views

app_name = "priorities"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("cycles/", cycle_views.cycles, name="cycle-list"),
    path("review/", views.review_list, name="review-list"),
    path("review/<int:pk>/", views.review, name="review"),
    path("files/<int:pk>/", evidence_views.download, name="file"),
    path("<slug:country>/unchanged/", views.all_unchanged, name="all-unchanged"),
    path("<slug:country>/<slug:name>/", views.report, name="report"),
    path("<slug:country>/<slug:name>/unchanged/", views.unchanged, name="unchanged"),
    path("<slug:country>/<slug:name>/files/", evidence_views.files, name="files"),
    path("<slug:country>/<slug:name>/files/<int:pk>/remove/", evidence_views.remove, name="file-remove"),
]
