# expect: Comparison-oldEdition NodeKindConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1> chiiki:oldEdition ?value } INSERT { <comparison/1> chiiki:oldEdition "1999" } WHERE { <comparison/1> chiiki:oldEdition ?value }
