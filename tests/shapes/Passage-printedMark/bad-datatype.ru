# expect: Passage-printedMark DatatypeConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <passage/1116-1123> chiiki:printedMark ?value } INSERT { <passage/1116-1123> chiiki:printedMark "１/１"@ja } WHERE { <passage/1116-1123> chiiki:printedMark ?value }
