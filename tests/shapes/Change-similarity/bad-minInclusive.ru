# expect: Change-similarity MinInclusiveConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { <comparison/1/change/reworded> chiiki:similarity ?value } INSERT { <comparison/1/change/reworded> chiiki:similarity "-0.1"^^xsd:decimal } WHERE { <comparison/1/change/reworded> chiiki:similarity ?value }
