"""How readers hear of new editions: by mail, if they ask for it, or by a feed."""

from allauth.core.internal import ratelimit
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt

from library.public import public, public_form
from priorities.models import Theme

from . import cards, feeds, followers
from .forms import FollowForm
from .models import Edition
from .withdrawn import name_of

# A mail goes to whatever address somebody types: few to each, and not many for one visitor.
LIMITS = {"follow": "20/h/ip,4/d/key"}


@public_form
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for mail on a country's new editions, or on all. Whoever follows already is answered like everybody else."""
    shown = cards.of(Edition.objects.current(), get_language())
    chosen = request.GET.get("country", "")
    is_sent = request.method == "POST"
    form = FollowForm(request.POST if is_sent else None, cards=shown, initial={"country": chosen})
    if form.is_valid():
        address = form.cleaned_data["address"]
        if not ratelimit.consume(request, app="reports", action="follow", config=LIMITS, key=address):
            return ratelimit.respond_429(request)
        followers.ask(address, form.cleaned_data["country"])
        return redirect("reports:follow-sent")
    context = {"form": form, "country": next((card for card in shown if card.slug == chosen), None)}
    return render(request, "reports/follow.html", context, status=422 if is_sent else 200)


@public
def follow_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/follow_sent.html", {"days": followers.DAYS})


@never_cache
@public_form
def follow_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in a mail leads. It takes a click here, too, for programs that guard mailboxes open links."""
    wish = followers.wish_in(token)
    if wish is None:
        return gone(request)
    if request.method == "POST":
        followers.confirm(wish)
    return render(request, "reports/follow_confirm.html", {"wish": wish, "is_done": request.method == "POST"})


@csrf_exempt  # the address is the secret, and mail programs send it by themselves (RFC 8058)
@never_cache
@public_form
def follow_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop following, by the link that stands in every mail."""
    try:
        follower = followers.follower_in(token)
    except BadSignature:
        return gone(request)
    if follower and request.method == "POST":
        followers.stop(follower)
    is_done = request.method == "POST" or follower is None
    return render(request, "reports/follow_stop.html", {"follower": follower, "is_done": is_done})


def gone(request: HttpRequest) -> HttpResponse:
    """A link that does not work, or no more, and what to do."""
    response = render(request, "reports/follow_gone.html", status=410)
    response._has_been_logged = True  # Django would write the address to the log, and the address is a secret
    return response


@public
@cache_control(public=True, max_age=15 * 60)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest editions of all countries."""
    title, home, here = _("Pathfinder countries: new editions"), reverse("reports:home"), reverse("reports:feed")
    return atom(feeds.of(feeds.newest(Edition.objects.all()), title=title, page_at=home, feed_at=here))


@public
@cache_control(public=True, max_age=15 * 60)
def country_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The editions of one country."""
    editions = Edition.objects.of(slug)
    known = editions.select_related("country", "withdrawal")
    newest = known.current().first() or known.first()
    if newest is None:
        raise Http404
    title = _("%(country)s: editions of the e-report") % {"country": name_of(newest)}
    here, feed_at = reverse("reports:country", args=[slug]), reverse("reports:country-feed", args=[slug])
    return atom(feeds.of(feeds.newest(editions), title=title, page_at=here, feed_at=feed_at))


@public
@cache_control(public=True, max_age=15 * 60)
def theme_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest editions with a priority action on one theme."""
    theme = get_object_or_404(Theme.objects.published(), slug=slug)
    title = _("%(theme)s: e-reports on this theme") % {"theme": theme.name}
    here, feed_at = reverse("reports:theme", args=[slug]), reverse("reports:theme-feed", args=[slug])
    return atom(feeds.of(feeds.on_theme(slug), title=title, page_at=here, feed_at=feed_at))


def atom(content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=feeds.Feed.content_type)
