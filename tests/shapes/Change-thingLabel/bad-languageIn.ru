# expect: Change-thingLabel LanguageInConstraintComponent
# with: ok-changes.ttl
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <comparison/1/change/reworded> chiiki:thingLabel ?value } INSERT { <comparison/1/change/reworded> chiiki:thingLabel "tours"@en } WHERE { <comparison/1/change/reworded> chiiki:thingLabel ?value }
