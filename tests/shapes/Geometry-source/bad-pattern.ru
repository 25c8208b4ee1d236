# expect: Geometry-source PatternConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { <geometry/area/99001> dcterms:source ?value } INSERT { <geometry/area/99001> dcterms:source " " } WHERE { <geometry/area/99001> dcterms:source ?value }
