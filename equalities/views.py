"""The council's equality objectives, by area."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.today import today
from equalities.exports import objectives_csv
from equalities.forms import FilterForm
from equalities.register import equalities_page, objectives


def equalities(request: HttpRequest) -> HttpResponse:
    return render(request, "equalities/register.html", {"page": equalities_page(request.user, request.GET)})


def equalities_csv(request: HttpRequest) -> HttpResponse:
    content = objectives_csv(objectives(request.user, FilterForm(request.GET)))
    disposition = {"Content-Disposition": f'attachment; filename="equality-objectives-{today().isoformat()}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)
