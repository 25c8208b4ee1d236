# expect: Passage-page DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:page ?value } INSERT { <passage/1116-1123> chiiki:page 4.0 } WHERE { <passage/1116-1123> chiiki:page ?value }
