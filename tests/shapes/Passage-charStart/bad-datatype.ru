# expect: Passage-charStart DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:charStart ?value } INSERT { <passage/1116-1123> chiiki:charStart 1116.0 } WHERE { <passage/1116-1123> chiiki:charStart ?value }
