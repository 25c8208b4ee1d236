# expect: Passage-page MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <passage/1116-1123> chiiki:page 3 }
