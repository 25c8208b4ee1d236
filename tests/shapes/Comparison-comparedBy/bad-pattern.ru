# expect: Comparison-comparedBy PatternConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1> chiiki:comparedBy ?value } INSERT { <comparison/1> chiiki:comparedBy "by eye" } WHERE { <comparison/1> chiiki:comparedBy ?value }
