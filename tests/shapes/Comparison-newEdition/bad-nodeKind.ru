# expect: Comparison-newEdition NodeKindConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1> chiiki:newEdition ?value } INSERT { <comparison/1> chiiki:newEdition "1999" } WHERE { <comparison/1> chiiki:newEdition ?value }
