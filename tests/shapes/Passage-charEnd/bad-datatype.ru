# expect: Passage-charEnd DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:charEnd ?value } INSERT { <passage/1116-1123> chiiki:charEnd 1123.0 } WHERE { <passage/1116-1123> chiiki:charEnd ?value }
