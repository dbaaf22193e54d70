from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import Document, Initiative, LessonLearnt, PageText, ToolkitItem
from .originals import originals_of
from .public import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """The library: the toolkit by edition, lessons learnt, business networks, documents."""
    toolkit = ToolkitItem.objects.published().select_related("source", "document")
    lessons = LessonLearnt.objects.published().select_related("source")
    initiatives = Initiative.objects.published().select_related("source").prefetch_related("points__source")
    points = [point for initiative in initiatives for point in initiative.points.all()]
    context = {
        "products": PageText.objects.public("global-products"),
        "toolkit": toolkit,
        "lessons": lessons,
        "initiatives": initiatives,
        "documents": Document.objects.published(),
        "originals": originals_of(request, [*toolkit, *lessons, *initiatives, *points]),
    }
    return render(request, "library/home.html", context)


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A text of the portal itself."""
    return render(request, "library/page.html", {"page": get_object_or_404(PageText.objects.published(), slug=slug)})
