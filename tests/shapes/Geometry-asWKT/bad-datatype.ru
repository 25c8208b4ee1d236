# expect: Geometry-asWKT DatatypeConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

DELETE { <geometry/area/99001> geo:asWKT ?value } INSERT { <geometry/area/99001> geo:asWKT "POINT(144.85 43.05)" } WHERE { <geometry/area/99001> geo:asWKT ?value }
