"""The jobs of the pages. Each takes the site and the values that ``endpoint.py`` makes."""

from __future__ import annotations

from kg.web.pages.changes import changes_page
from kg.web.pages.listing import things_page
from kg.web.pages.missing import missing_page
from kg.web.pages.network import network_data, network_page
from kg.web.pages.places import geojson, map_page
from kg.web.pages.questions import question_page, questions_page
from kg.web.pages.reading import plan_page, plans_page
from kg.web.pages.receipt import receipt_of_page, receipt_page
from kg.web.pages.searching import search_page, suggestions
from kg.web.pages.start import start_page
from kg.web.pages.terms import ontology_page, vocabularies_page
from kg.web.pages.thing import thing_page
from kg.web.pages.tools import about_page, editor_page, examples, prefixes, schema

JOBS = {
    "page-start": start_page,
    "page-thing": thing_page,
    "page-things": things_page,
    "page-ontology": ontology_page,
    "page-vocabularies": vocabularies_page,
    "page-plans": plans_page,
    "page-plan": plan_page,
    "page-changes": changes_page,
    "page-questions": questions_page,
    "page-question": question_page,
    "page-receipt": receipt_page,
    "page-receipt-of": receipt_of_page,
    "page-search": search_page,
    "page-suggestions": suggestions,
    "page-map": map_page,
    "page-geojson": geojson,
    "page-network": network_page,
    "page-network-data": network_data,
    "page-editor": editor_page,
    "page-examples": examples,
    "page-prefixes": prefixes,
    "page-schema": schema,
    "page-about": about_page,
    "page-missing": missing_page,
}
