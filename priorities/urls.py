from django.urls import path

from . import cycle_views, thread_views, views
from .evidence import views as evidence_views
from .reuse import views as reuse_views
from .workbook import views as workbook_views

app_name = "priorities"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("cycles/", cycle_views.cycles, name="cycle-list"),
    path("review/", views.review_list, name="review-list"),
    path("review/<int:pk>/", views.review, name="review"),
    path("review/<int:pk>/comments/", thread_views.ask, name="ask"),
    path("files/<int:pk>/", evidence_views.download, name="file"),
    path("<slug:country>/drafts/", reuse_views.drafts, name="drafts"),
    path("<slug:country>/drafts/<slug:kind>.docx", reuse_views.draft, name="draft"),
    path("<slug:country>/unchanged/", views.all_unchanged, name="all-unchanged"),
    path("<slug:country>/workbook/", workbook_views.workbook, name="workbook"),
    path("<slug:country>/workbook/download/", workbook_views.download, name="workbook-download"),
    path("<slug:country>/workbook/save/", workbook_views.save, name="workbook-save"),
    path("<slug:country>/<slug:name>/", views.report, name="report"),
    path("<slug:country>/<slug:name>/unchanged/", views.unchanged, name="unchanged"),
    path("<slug:country>/<slug:name>/comments/<int:pk>/", thread_views.answer, name="answer"),
    path("<slug:country>/<slug:name>/files/", evidence_views.files, name="files"),
    path("<slug:country>/<slug:name>/files/<int:pk>/remove/", evidence_views.remove, name="file-remove"),
]
