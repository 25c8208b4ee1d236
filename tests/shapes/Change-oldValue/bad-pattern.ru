# expect: Change-oldValue PatternConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:oldValue ?value } INSERT { <comparison/1/change/reworded> chiiki:oldValue " " } WHERE { <comparison/1/change/reworded> chiiki:oldValue ?value }
