# expect: NearRepeat-similarity MinInclusiveConstraintComponent
# with: ok-comparison.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { <near-repeat/5b0d8c4f62a19e37d4c0a1b2> chiiki:similarity ?value } INSERT { <near-repeat/5b0d8c4f62a19e37d4c0a1b2> chiiki:similarity "-0.1"^^xsd:decimal } WHERE { <near-repeat/5b0d8c4f62a19e37d4c0a1b2> chiiki:similarity ?value }
