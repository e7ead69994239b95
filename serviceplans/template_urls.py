"""Addresses of the plan templates, under the council's own pages."""

from django.urls import path

from serviceplans.views.templates import listing, parts, sections, whole

VERSION = "<slug:template>/<int:number>/"
SECTION = f"{VERSION}section/<slug:section>/"
PART = f"{VERSION}part/<slug:part>/"

urlpatterns = [
    path("", listing.templates, name="templates"),
    path("import/", listing.bring, name="template_import"),
    path("<slug:template>/next/", listing.begin_next, name="template_next"),
    path("<slug:template>/use/", listing.use, name="template_default"),
    path(VERSION, whole.template, name="template"),
    path(f"{VERSION}copy/", listing.copy, name="template_copy"),
    path(f"{VERSION}preview/", whole.preview, name="template_preview"),
    path(f"{VERSION}file/", whole.file, name="template_file"),
    path(f"{VERSION}settings/", whole.settings, name="template_settings"),
    path(f"{VERSION}publish/", whole.publish, name="template_publish"),
    path(f"{VERSION}discard/", whole.discard, name="template_discard"),
    path(f"{VERSION}section/new/", sections.section, name="template_section_new"),
    path(SECTION, sections.section, name="template_section"),
    path(f"{SECTION}move/", sections.move, name="template_section_move"),
    path(f"{SECTION}retire/", sections.retire, name="template_section_retire"),
    path(f"{SECTION}part/new/", parts.new, name="template_part_new"),
    path(PART, parts.part, name="template_part"),
    path(f"{PART}move/", parts.move, name="template_part_move"),
    path(f"{PART}retire/", parts.retire, name="template_part_retire"),
    path(f"{PART}restore/", parts.restore, name="template_part_restore"),
]
