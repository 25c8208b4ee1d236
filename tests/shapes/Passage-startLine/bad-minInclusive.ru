# expect: Passage-startLine MinInclusiveConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:startLine ?value } INSERT { <passage/1116-1123> chiiki:startLine 0 } WHERE { <passage/1116-1123> chiiki:startLine ?value }
