# expect: Change-similarity DatatypeConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:similarity ?value } INSERT { <comparison/1/change/reworded> chiiki:similarity 1 } WHERE { <comparison/1/change/reworded> chiiki:similarity ?value }
