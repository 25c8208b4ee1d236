# expect: Passage-startLine LessThanOrEqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:startLine ?value } INSERT { <passage/1116-1123> chiiki:startLine 127 } WHERE { <passage/1116-1123> chiiki:startLine ?value }
