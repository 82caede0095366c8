"""The one-time way in, and the owner's preferences."""

from __future__ import annotations

import ipaddress

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yorisoi.apps.accounts import comfort, selectors, services
from yorisoi.apps.accounts.forms import PreferencesForm, SecondOpinionForm
from yorisoi.apps.accounts.models import SecondOpinion
from yorisoi.apps.accounts.request import OwnerRequest

BACKEND = "django.contrib.auth.backends.ModelBackend"
# A proxy in front of us speaks from this machine for somebody who may be anywhere.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button, and spend the link when it is pressed: a preview that fetches the address opens nothing.

    Only this machine may use it; to everybody else there is no such page.
    """
    if not _from_this_machine(request):
        raise Http404
    if request.method == "GET":
        return render(request, "accounts/enter.html")
    try:
        owner = services.spend_sign_in_link(token=token, now=request.now)  # type: ignore[attr-defined]
    except services.LinkSpentError:
        return render(request, "accounts/link_spent.html", status=410)  # gone: it was good once, or never
    login(request, owner, backend=BACKEND)
    return redirect("today")


@require_http_methods(["GET", "POST"])
def preferences(request: OwnerRequest) -> HttpResponse:
    """How much attention to spend, and what the coach should know."""
    form = PreferencesForm(request.POST or None, instance=selectors.preferences_of(request.user))
    if request.method == "POST" and form.is_valid():
        services.save_preferences(owner=request.user, now=request.now, **form.cleaned_data)
        messages.success(request, "設定を保存しました。")
        return redirect("preferences")
    return _preferences_page(request, form)


@sensitive_post_parameters("key")
@require_POST
def second_opinion(request: OwnerRequest) -> HttpResponse:
    """Keep, or forget, where a draft may be read outside."""
    if "forget" in request.POST:
        services.forget_second_opinion(owner=request.user)
        messages.success(request, "外のAIの設定を消しました。もう、どこにも聞きません。")
        return redirect("preferences")
    form = SecondOpinionForm(request.POST, instance=_opinion(request))
    if not form.is_valid():
        return _preferences_page(request, PreferencesForm(instance=selectors.preferences_of(request.user)), form)
    services.save_second_opinion(owner=request.user, **form.cleaned_data)
    messages.success(request, "外のAIの設定を保存しました。書き机で、送る前に中身をお見せします。")
    return redirect("preferences")


def _opinion(request: OwnerRequest) -> SecondOpinion:
    return selectors.second_opinion_of(request.user) or SecondOpinion(owner=request.user)


def _preferences_page(
    request: OwnerRequest, form: PreferencesForm, opinion: SecondOpinionForm | None = None
) -> HttpResponse:
    opinion = opinion or SecondOpinionForm(instance=_opinion(request))
    context = {
        "form": form,
        "opinion": opinion,
        "asks_outside": selectors.second_opinion_of(request.user) is not None,
        "paces": comfort.paces(),
        "has_password": request.user.has_usable_password(),
        "has_way_in": selectors.has_way_in(request.user),
    }
    wrong = form.errors or opinion.errors
    return render(request, "accounts/preferences.html", context, status=422 if wrong else 200)


def _from_this_machine(request: HttpRequest) -> bool:
    if any(request.META.get(name) for name in FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)  # ::ffff:127.0.0.1, as a dual-stack socket says it
    return (mapped or address).is_loopback
