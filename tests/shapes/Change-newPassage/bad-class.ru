# expect: Change-newPassage ClassConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:newPassage ?value } INSERT { <comparison/1/change/reworded> chiiki:newPassage <passage/0-1> } WHERE { <comparison/1/change/reworded> chiiki:newPassage ?value }
