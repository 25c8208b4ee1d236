# expect: Change-thingClass InConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:thingClass ?value } INSERT { <comparison/1/change/reworded> chiiki:thingClass chiiki:Port } WHERE { <comparison/1/change/reworded> chiiki:thingClass ?value }
