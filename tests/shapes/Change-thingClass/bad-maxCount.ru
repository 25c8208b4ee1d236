# expect: Change-thingClass MaxCountConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <comparison/1/change/reworded> chiiki:thingClass chiiki:Goal }
