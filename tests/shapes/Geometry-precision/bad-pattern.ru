# expect: Geometry-precision PatternConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <geometry/area/99001> chiiki:precision ?value } INSERT { <geometry/area/99001> chiiki:precision " " } WHERE { <geometry/area/99001> chiiki:precision ?value }
