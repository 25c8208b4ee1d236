# expect: Change-newValue DatatypeConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:newValue ?value } INSERT { <comparison/1/change/reworded> chiiki:newValue "周遊"@ja } WHERE { <comparison/1/change/reworded> chiiki:newValue ?value }
