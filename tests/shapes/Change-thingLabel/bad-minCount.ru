# expect: Change-thingLabel MinCountConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <comparison/1/change/reworded> chiiki:thingLabel ?value }
