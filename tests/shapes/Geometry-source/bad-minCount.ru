# expect: Geometry-source MinCountConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE WHERE { <geometry/area/99001> dcterms:source ?value }
