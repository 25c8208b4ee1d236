# expect: Change-thingCode DatatypeConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:thingCode ?value } INSERT { <comparison/1/change/reworded> chiiki:thingCode "1-(1)"@ja } WHERE { <comparison/1/change/reworded> chiiki:thingCode ?value }
