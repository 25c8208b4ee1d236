# expect: Geometry-asWKT MaxCountConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

INSERT DATA { <geometry/area/99001> geo:asWKT "POINT(144.9 43.1)"^^geo:wktLiteral }
