# expect: Change-difference DatatypeConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:difference ?value } INSERT { <comparison/1/change/reworded> chiiki:difference "周遊の{+促進+}"@ja } WHERE { <comparison/1/change/reworded> chiiki:difference ?value }
