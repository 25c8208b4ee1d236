# expect: Change-changedProperty NodeKindConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:changedProperty ?value } INSERT { <comparison/1/change/reworded> chiiki:changedProperty "label" } WHERE { <comparison/1/change/reworded> chiiki:changedProperty ?value }
