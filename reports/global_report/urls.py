from django.urls import path

from reports.global_report import publish_views, views

urlpatterns = [
    path("report/", views.current, name="global"),
    path("report.pdf", views.current_pdf, name="global-pdf"),
    path("report/editions/", views.edition_list, name="global-edition-list"),
    path("report/editions/<int:number>/", views.edition, name="global-edition"),
    path("report/editions/<int:number>/report.pdf", views.edition_pdf, name="global-edition-pdf"),
    path("report/editions/<int:number>/edition.json", views.edition_data, name="global-edition-data"),
    path("report/editions/<int:number>/cite.<str:kind>", views.edition_citation, name="global-edition-citation"),
    path("desk/publish/global/", publish_views.publish, name="publish-global"),
    path("desk/publish/global/report/", publish_views.whole, name="publish-global-report"),
    path("desk/publish/global/pdfs/", publish_views.pdfs, name="publish-global-pdfs"),
    path("desk/publish/global/<int:number>/withdraw/", publish_views.withdraw, name="withdraw-global"),
]
