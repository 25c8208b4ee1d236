# expect: Change-hasTheThingsOfItsNature SPARQLConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX change-nature: <https://w3id.org/chiiki/vocab/change-nature/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:nature ?value } INSERT { <comparison/1/change/reworded> chiiki:nature change-nature:split } WHERE { <comparison/1/change/reworded> chiiki:nature ?value }
