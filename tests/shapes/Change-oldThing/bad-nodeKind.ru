# expect: Change-oldThing NodeKindConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:oldThing ?value } INSERT { <comparison/1/change/reworded> chiiki:oldThing "周遊の推進" } WHERE { <comparison/1/change/reworded> chiiki:oldThing ?value }
