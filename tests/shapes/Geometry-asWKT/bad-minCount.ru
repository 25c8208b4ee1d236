# expect: Geometry-asWKT MinCountConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

DELETE WHERE { <geometry/area/99001> geo:asWKT ?value }
