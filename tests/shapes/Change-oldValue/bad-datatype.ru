# expect: Change-oldValue DatatypeConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:oldValue ?value } INSERT { <comparison/1/change/reworded> chiiki:oldValue "周遊"@ja } WHERE { <comparison/1/change/reworded> chiiki:oldValue ?value }
