# expect: Change-hasThePassagesOfItsThings SPARQLConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE DATA { <comparison/1/change/reworded> chiiki:newPassage <passage/546-551> }
