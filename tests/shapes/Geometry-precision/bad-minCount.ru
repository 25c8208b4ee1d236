# expect: Geometry-precision MinCountConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <geometry/area/99001> chiiki:precision ?value }
