# expect: Geometry-source DatatypeConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { <geometry/area/99001> dcterms:source ?value } INSERT { <geometry/area/99001> dcterms:source "town hall"@en } WHERE { <geometry/area/99001> dcterms:source ?value }
