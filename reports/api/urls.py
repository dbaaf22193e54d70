"""The addresses of the API, version 1."""

from django.urls import path

from reports.api import views
from reports.api.editions import EDITIONS
from reports.api.resources import RESOURCES, Resource
from reports.data.schema import Type

app_name = "api"


def key_of(resource: Resource) -> str:
    """The key of a row, as the end of its address."""
    fields = [resource.table.field(name) for name in resource.key]
    return "".join(f"<{'int' if field.type == Type.INTEGER else 'slug'}:{field.name}>/" for field in fields)


def addresses(resource: Resource, view: type[views.Rows]) -> list:
    return [
        path(f"v1/{resource.path}/", view.as_view({"get": "list"}, resource=resource), name=f"{resource.id}-list"),
        path(
            f"v1/{resource.path}/{key_of(resource)}",
            view.as_view({"get": "retrieve"}, resource=resource),
            name=f"{resource.id}-item",
        ),
    ]


urlpatterns = [
    path("", views.to_documentation, name="documentation"),
    path("v1/", views.Index.as_view(), name="index"),
    path("v1/openapi.json", views.OpenAPI.as_view(), name="openapi"),
    *addresses(EDITIONS, views.Editions),
    *(address for resource in RESOURCES for address in addresses(resource, views.Rows)),
]
