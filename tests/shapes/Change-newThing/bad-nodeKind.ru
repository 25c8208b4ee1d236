# expect: Change-newThing NodeKindConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:newThing ?value } INSERT { <comparison/1/change/reworded> chiiki:newThing "周遊の促進" } WHERE { <comparison/1/change/reworded> chiiki:newThing ?value }
