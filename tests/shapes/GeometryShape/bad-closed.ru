# expect: GeometryShape ClosedConstraintComponent
# with: ok-provenance.ttl
# with: ok-reference.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { <geometry/area/99001> rdfs:comment "覚え"@ja }
