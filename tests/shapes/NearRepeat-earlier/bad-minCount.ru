# expect: NearRepeat-earlier MinCountConstraintComponent
# with: ok-comparison.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <near-repeat/5b0d8c4f62a19e37d4c0a1b2> chiiki:earlier ?value }
