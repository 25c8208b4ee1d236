# expect: Change-nature MaxCountConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX change-nature: <https://w3id.org/chiiki/vocab/change-nature/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <comparison/1/change/reworded> chiiki:nature change-nature:changed }
