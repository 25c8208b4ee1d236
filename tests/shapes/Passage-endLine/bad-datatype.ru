# expect: Passage-endLine DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:endLine ?value } INSERT { <passage/1116-1123> chiiki:endLine 126.0 } WHERE { <passage/1116-1123> chiiki:endLine ?value }
