# expect: Geometry-asWKT PatternConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

DELETE { <geometry/area/99001> geo:asWKT ?value } INSERT { <geometry/area/99001> geo:asWKT "POINT(144.85, 43.05)"^^geo:wktLiteral } WHERE { <geometry/area/99001> geo:asWKT ?value }
